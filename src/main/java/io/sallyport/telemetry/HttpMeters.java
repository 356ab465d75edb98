package io.sallyport.telemetry;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Counts answered HTTP requests by method, route and status, without anything about the caller.
///
/// Threads: safe and cheap; made for event loops.
public final class HttpMeters {
    private static final List<String> LABELS = List.of("method", "route", "status");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");
    private static final List<String> STATUSES =
            IntStream.range(0, 600).mapToObj(Integer::toString).toList();
    private static final List<Long> BOUNDS =
            List.of(1_000L, 5_000L, 25_000L, 100_000L, 500_000L, 1_000_000L, 5_000_000L, 30_000_000L, 120_000_000L);

    private final Family<Counter> requests;
    private final Family<Histogram> durations;
    private final LabelTree<Pair> tree = new LabelTree<>();

    public HttpMeters(Meters meters) {
        this.requests = meters.counters(Metric.counter(
                "sallyport_http_requests_total", "HTTP requests that were answered.", List.of(), LABELS));
        this.durations = meters.histograms(Metric.durations(
                "sallyport_http_request_duration_seconds",
                "Time from the head of an HTTP request to the end of its answer.",
                List.of(),
                LABELS,
                BOUNDS));
    }

    /// Counts one request.
    ///
    /// @param route the path of the route table with its placeholders; empty when no route matched
    /// @param micros microseconds from the head of the request to the end of the answer
    public void answered(String method, String route, int status, long micros) {
        String verb = METHODS.contains(method) ? method : LabelCap.OTHER;
        String path = route.isEmpty() ? LabelCap.OTHER : route;
        String code = status >= 100 && status < 600 ? STATUSES.get(status) : LabelCap.OTHER;
        LabelTree<Pair> leaf = tree.at(verb).at(path).at(code);
        Pair known = leaf.meters();
        Pair pair = known != null ? known : leaf.meters(() -> pair(verb, path, code));
        pair.requests.increment();
        pair.durations.observe(micros);
    }

    private Pair pair(String method, String route, String status) {
        return new Pair(requests.with(method, route, status), durations.with(method, route, status));
    }

    private record Pair(Counter requests, Histogram durations) {}
}
