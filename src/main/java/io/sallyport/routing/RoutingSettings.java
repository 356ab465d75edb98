package io.sallyport.routing;

import io.sallyport.catalog.RouteRule;
import java.util.List;
import java.util.Locale;

/// How targets are chosen where an alias does not say otherwise.
///
/// @param defaultStrategy word of a strategy
/// @param workloadHeader lower-case name of the request header that says what kind of work a call is
/// @param rules asked of every call
public record RoutingSettings(String defaultStrategy, String workloadHeader, List<RouteRule> rules) {
    /// By weight (RO7); the header of RO1.
    public static final RoutingSettings DEFAULT = new RoutingSettings("weighted", "workload", List.of());

    public RoutingSettings {
        workloadHeader = workloadHeader.toLowerCase(Locale.ROOT);
        rules = List.copyOf(rules);
    }
}
