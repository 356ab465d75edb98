package io.sallyport.report;

import io.sallyport.door.Download;
import io.sallyport.report.UsageReportRoutes.Breakdown;
import io.sallyport.report.UsageReportRoutes.Comparison;
import io.sallyport.report.UsageReportRoutes.Point;
import io.sallyport.report.UsageReportRoutes.Report;
import io.sallyport.report.UsageReportRoutes.Series;
import io.sallyport.report.UsageReportRoutes.UsageTotal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A report as a file of comma-separated values.
final class UsageCsv {
    private static final List<String> FIGURES = List.of(
            "calls",
            "errors",
            "input_tokens",
            "cached_input_tokens",
            "cache_write_tokens",
            "output_tokens",
            "reasoning_tokens",
            "estimated_calls",
            "unknown_cost_calls",
            "cost_usd",
            "latency_ms",
            "first_token_ms",
            "tokens_per_second");

    private UsageCsv() {}

    /// @param name of the report, for the name of the file
    static Download of(Report report, String name) {
        Stream<CsvLine> lines = switch (report) {
            case UsageTotal sums ->
                Stream.of(
                        header("from", "to"),
                        line(sums.total(), sums.from().toString(), sums.to().toString()));
            case Breakdown sums ->
                Stream.concat(
                        Stream.of(header("name", "label")),
                        sums.groups().stream()
                                .map(group ->
                                        line(group, group.name(), group.label().orElse(""))));
            case Series series ->
                Stream.concat(
                        Stream.of(header("start", "step")),
                        series.points().stream().map(UsageCsv::line));
            case Comparison comparison -> Stream.concat(Stream.of(header("name", "start", "step")), all(comparison));
        };
        return Download.csv("usage-" + name + ".csv", lines.map(CsvLine::text).collect(Collectors.joining()));
    }

    private static Stream<CsvLine> all(Comparison comparison) {
        return comparison.lines().stream()
                .flatMap(one -> one.points().stream()
                        .map(point -> line(
                                point.used(), one.total().name(), point.start().toString(), point.label())));
    }

    private static CsvLine header(String... first) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(FIGURES);
        return CsvLine.of(cells);
    }

    private static CsvLine line(Point point) {
        return line(point.used(), point.start().toString(), point.label());
    }

    private static CsvLine line(UsageFigures used, String... first) {
        CsvLine line = CsvLine.of(List.of(first));
        Stream.of(
                        used.calls(),
                        used.errors(),
                        used.inputTokens(),
                        used.cachedInputTokens(),
                        used.cacheWriteTokens(),
                        used.outputTokens(),
                        used.reasoningTokens(),
                        used.estimatedCalls(),
                        used.unknownCostCalls())
                .forEach(line::number);
        return line.number(used.costUsd())
                .number(used.latencyMs().<Object>map(ms -> ms).orElse(""))
                .number(used.firstTokenMs().<Object>map(ms -> ms).orElse(""))
                .number(used.tokensPerSecond().<Object>map(rate -> rate).orElse(""));
    }
}
