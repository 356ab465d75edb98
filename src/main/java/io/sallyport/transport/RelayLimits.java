package io.sallyport.transport;

import io.sallyport.lang.Deadline;
import java.time.Duration;

/// When a relay gives up.
///
/// @param idle longest time without a byte from the upstream while the client keeps up
/// @param stalled longest time a client may take no byte at all
/// @param deadline end of the whole call
public record RelayLimits(Duration idle, Duration stalled, Deadline deadline) {}
