package io.sallyport.lang;

import java.time.Clock;
import java.util.UUID;

/// The name of one call everywhere: in the log, in traces, in the answer. Always made by us (UUID version 7).
///
/// Source: RFC 9562, section 5.7.
public record RequestId(UUID value) {

    /// A new id whose first 48 bits are the clock's milliseconds, so that ids sort by time.
    public static RequestId next(Clock clock) {
        return new RequestId(TimeOrdered.uuid(clock.millis()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
