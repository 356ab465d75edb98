package io.sallyport.alert;

import java.util.List;

/// Tells what was counted at every backend.
///
/// Threads: asked on a virtual thread, may wait for the database.
@FunctionalInterface
public interface BackendCounts {
    List<BackendCount> now();
}
