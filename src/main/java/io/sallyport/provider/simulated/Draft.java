package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import java.util.List;
import java.util.Optional;

/// What a simulated model says, before it is put into a wire form.
///
/// @param reasoning what it thinks aloud, empty for nothing
/// @param text what it answers; empty when it calls tools instead
/// @param pieces the same text piece by piece, for a stream; may never end
/// @param calls tool calls, in order
/// @param tokens what it says about tokens, empty when it says nothing
record Draft(
        String reasoning,
        String text,
        Iterable<String> pieces,
        List<ToolCall> calls,
        Finish finish,
        Optional<Tokens> tokens) {

    /// Why the model stopped.
    enum Finish {
        STOP,
        LENGTH,
        TOOLS
    }

    /// One call of a tool.
    record ToolCall(String id, String name, Json arguments) {}

    /// Tokens as a vendor reports them: one for four bytes, rounded up.
    record Tokens(long input, long output, long cached, long reasoning) {
        static long of(long bytes) {
            return (bytes + 3) / 4;
        }

        long total() {
            return input + output;
        }
    }

    Draft {
        calls = List.copyOf(calls);
    }
}
