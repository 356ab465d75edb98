package io.sallyport.ops;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.ops.Readiness.Report;
import io.sallyport.ops.Readiness.Result;
import io.sallyport.telemetry.Exposition;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Reading;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.BlockingEndpoint;
import io.sallyport.web.Endpoint;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What operators and their machines ask: is it alive, is it ready, what does it count.
public final class OpsRoutes {
    /// Paths of the first listener, which are answered while other requests are refused.
    public static final Set<String> PATHS =
            Set.of("/health", "/healthz", "/readyz", "/api/health", "/status", "/metrics");

    private static final int FINE = 200;
    private static final int UNAVAILABLE = 503;
    private static final Header UNCACHED = new Header("cache-control", "no-store");
    private static final Header JSON = new Header("content-type", "application/json");
    private static final Header TEXT = new Header("content-type", Exposition.CONTENT_TYPE);
    private static final Answer ALIVE = new Answer(
            FINE,
            List.of(JSON, UNCACHED),
            Json.object().put("status", "healthy").toJson().bytes());

    private final Parts parts;

    private OpsRoutes(Parts parts) {
        this.parts = parts;
    }

    /// What the answers are made of.
    ///
    /// @param endpoints paths that are served, by the name of the backend that serves them
    /// @param failures answers what goes wrong
    public record Parts(
            Readiness readiness,
            Supplier<Map<String, List<String>>> endpoints,
            Meters meters,
            SharedMeters shared,
            Exposition exposition,
            FailureWriter failures) {}

    /// Whether a listener shows metrics.
    public enum Metrics {
        SHOWN,
        HIDDEN
    }

    /// The routes of the first listener; its metrics name no users and keys.
    public static List<Route> main(Parts parts, Metrics metrics) {
        OpsRoutes ops = new OpsRoutes(parts);
        List<Route> routes = new ArrayList<>(List.of(
                alive(),
                ops.route("/healthz", ops::healthz),
                ops.route("/readyz", ops::readyz),
                ops.route("/api/health", ops::apiHealth),
                ops.route("/status", ops::status)));
        if (metrics == Metrics.SHOWN) {
            routes.add(ops.route(
                    "/metrics",
                    request -> ops.ownMetrics(request.header("accept").orElse(""))));
        }
        return List.copyOf(routes);
    }

    /// The routes of the operators' listener.
    public static List<Route> metrics(Parts parts, Metrics metrics) {
        OpsRoutes ops = new OpsRoutes(parts);
        List<Route> routes = new ArrayList<>(List.of(alive()));
        if (metrics == Metrics.SHOWN) {
            routes.add(ops.route("/metrics", request -> ops.sharedMetrics()));
        }
        return List.copyOf(routes);
    }

    /// Says only that the process answers, also while the database is down.
    public static Route alive() {
        Endpoint endpoint = (request, reply) -> {
            reply.status(ALIVE.status());
            ALIVE.headers().forEach(header -> reply.header(header.name(), header.value()));
            reply.send(ALIVE.body());
        };
        return new Route("GET", "/health", Access.OPEN, endpoint);
    }

    private Route route(String path, Question question) {
        BlockingEndpoint endpoint = (request, body) -> question.answer(request);
        return new Route("GET", path, Access.OPEN, Blocking.endpoint(0, parts.failures(), endpoint));
    }

    private Answer healthz(WebRequest request) {
        Report report = parts.readiness().report();
        return json(report.draining() ? UNAVAILABLE : FINE, health(report));
    }

    /// For whoever chooses between instances: a database that all of them have lost takes none of them out,
    /// because each goes on with what it knows.
    private Answer readyz(WebRequest request) {
        Report report = parts.readiness().report();
        return json(report.takesCalls() ? FINE : UNAVAILABLE, health(report));
    }

    /// For whoever watches: a dependency that calls need and that is down is an error status (requirement
    /// PG10).
    private Answer apiHealth(WebRequest request) {
        Report report = parts.readiness().report();
        return json(report.isReady() ? FINE : UNAVAILABLE, health(report));
    }

    private static JsonObject health(Report report) {
        JsonObject dependencies = Json.object();
        for (Result result : report.results()) {
            JsonObject one = Json.object()
                    .put("status", result.isFine() ? "ok" : "error")
                    .put("latency_ms", result.millis());
            if (!result.isFine()) {
                one.put("error", result.error());
            }
            dependencies.put(result.name(), one);
        }
        return Json.object().put("status", word(report)).put("dependencies", dependencies);
    }

    private static String word(Report report) {
        if (report.draining()) {
            return "draining";
        }
        return report.isFine() ? "ok" : "degraded";
    }

    private Answer status(WebRequest request) {
        JsonObject providers = Json.object();
        parts.endpoints().get().forEach((name, paths) -> {
            JsonArray list = Json.array();
            paths.forEach(list::add);
            providers.put(name, Json.object().put("endpoints", list));
        });
        return json(FINE, Json.object().put("status", "running").put("providers", providers));
    }

    /// This instance only, and nothing that names users or keys (requirement C8).
    private Answer ownMetrics(String accept) {
        List<Reading> readings = parts.meters().read().stream()
                .filter(reading -> reading.metric().open().isEmpty())
                .toList();
        return accept.contains("application/json")
                ? json(FINE, MetricsJson.of(readings))
                : text(parts.exposition().text(readings));
    }

    private Answer sharedMetrics() {
        return text(parts.exposition().text(parts.shared().readings()));
    }

    private static Answer json(int status, JsonObject body) {
        return new Answer(status, List.of(JSON, UNCACHED), body.toJson().bytes());
    }

    private static Answer text(Bytes body) {
        return new Answer(FINE, List.of(TEXT, UNCACHED), body);
    }

    /// Something that is answered from the request's head alone.
    @FunctionalInterface
    private interface Question {
        Answer answer(WebRequest request);
    }
}
