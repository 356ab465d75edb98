package io.sallyport.journal.export;

import io.sallyport.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// A place that finished calls are brought to.
interface ExportTarget extends AutoCloseable {

    /// Names it in metrics.
    String name();

    /// Brings some calls there, all or none.
    ///
    /// Errors: ExportFailed; the same calls are brought again later, unless it is final.
    /// Threads: one at a time; waits.
    void bring(List<Json> calls, Instant now);

    /// Lets go of what it holds; nothing is brought afterwards.
    @Override
    default void close() {}

    /// Calls as a text, one on each line.
    static String lines(List<Json> calls) {
        return calls.stream().map(call -> call + "\n").collect(Collectors.joining());
    }
}
