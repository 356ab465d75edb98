package io.sallyport.routing;

import java.util.List;

/// Orders equal targets; the first is tried first. Every target comes back once, none is invented.
///
/// Threads: safe; never blocks.
public interface RouteStrategy {

    /// Word in the configuration, for example `weighted`.
    String name();

    List<Target> order(RouteView view);
}
