package io.sallyport.routing;

import io.sallyport.catalog.RouteRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How targets are chosen where an alias or a role does not say otherwise.
///
/// @param defaultStrategy word of a strategy; empty for what is usual for each
/// @param workloadHeader lower-case name of the request header that says what kind of work a call is
/// @param rules asked of every call
public record RoutingSettings(Optional<String> defaultStrategy, String workloadHeader, List<RouteRule> rules) {
    /// The header of RO1.
    public static final RoutingSettings DEFAULT = new RoutingSettings(Optional.empty(), "workload", List.of());

    public RoutingSettings {
        workloadHeader = workloadHeader.toLowerCase(Locale.ROOT);
        rules = List.copyOf(rules);
    }
}
