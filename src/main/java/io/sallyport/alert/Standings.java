package io.sallyport.alert;

import java.util.List;

/// Tells how every limit stands that may be worth an alert.
///
/// Threads: asked on a virtual thread, may wait for the database.
@FunctionalInterface
public interface Standings {
    List<Standing> now();
}
