package io.sallyport.routing;

import io.sallyport.fleet.Benchmarks;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeService;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// What is told of services of nodes: by the newest benchmarks, else by the nodes themselves.
///
/// Source: requirements RO27, RO29.
public final class NodeReports implements Reports {
    private static final String FIRST_TOKEN = "ttft_ms";

    private final Supplier<Fleet> fleet;
    private final Benchmarks benchmarks;

    public NodeReports(Supplier<Fleet> fleet, Benchmarks benchmarks) {
        this.fleet = fleet;
        this.benchmarks = benchmarks;
    }

    @Override
    public Report of(Target target) {
        return fleet.get()
                .service(target.upstream().name())
                .map(service -> report(service, target.model()))
                .orElse(Report.NOTHING);
    }

    private Report report(NodeService service, String model) {
        OptionalDouble measured = benchmarks.newest(service.id()).values().stream()
                .filter(sample -> sample.asset().isEmpty() || sample.asset().equals(model))
                .map(sample -> sample.result(FIRST_TOKEN))
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .average();
        Optional<Double> firstToken = measured.isPresent()
                ? Optional.of(measured.getAsDouble())
                : service.observed().p50Ms();
        return new Report(firstToken, service.observed().queueDepth().orElse(0L));
    }
}
