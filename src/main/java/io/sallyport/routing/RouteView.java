package io.sallyport.routing;

import io.sallyport.catalog.Routing;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a strategy sees of one choice.
///
/// @param targets equals: all of one order, two or more
/// @param routing what is wished of the alias
public record RouteView(
        List<Target> targets, Routing routing, Traits traits, Measurements measurements, RandomGenerator random) {

    /// How a target does on this instance.
    public TargetLoad load(Target target) {
        return measurements.of(target.id());
    }

    /// What others tell of a target.
    public Reports.Report reported(Target target) {
        return measurements.reported(target);
    }
}
