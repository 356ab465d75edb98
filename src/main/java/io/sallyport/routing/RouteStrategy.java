package io.sallyport.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/// Orders targets; the first is tried first. Every target comes back once, none is invented.
public interface RouteStrategy {

    /// Word in the configuration, for example `weighted`.
    String name();

    List<Target> order(List<Target> targets, RandomGenerator random);
}
