package io.sallyport.telemetry;

import java.time.Instant;
import java.util.Map;

/// One finished piece of work in a trace.
///
/// @param context the trace and the span's own place in it
/// @param name of low cardinality, for example `chat gpt-4.1`
/// @param words attributes with text
/// @param numbers attributes with whole numbers
/// @param error why it failed; empty when all went well
public record FinishedSpan(
        TraceContext context,
        Side side,
        String name,
        Instant start,
        Instant end,
        Map<String, String> words,
        Map<String, Long> numbers,
        String error) {

    /// On which side of a connection the work was done.
    public enum Side {
        /// We were asked.
        SERVER,
        /// We asked.
        CLIENT,
        /// Nobody else had to do with it.
        INSIDE
    }
}
