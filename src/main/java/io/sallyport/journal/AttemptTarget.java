package io.sallyport.journal;

import io.sallyport.database.CopyRow;
import io.sallyport.database.CopyTarget;
import io.sallyport.journal.DatabaseSink.NumberedAttempt;
import java.util.List;

/// One row of `attempt` per target that was tried.
final class AttemptTarget implements CopyTarget<NumberedAttempt> {
    private static final int LONGEST = 256;

    @Override
    public String table() {
        return "attempt";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "request_id", "position", "backend", "provider_kind", "upstream_model", "status", "code", "millis");
    }

    @Override
    public void encode(NumberedAttempt row, CopyRow out) {
        out.uuid(row.call().value())
                .number(row.position())
                .text(BoundedText.line(row.attempt().backend(), LONGEST))
                .text(BoundedText.line(row.attempt().kind(), LONGEST))
                .text(BoundedText.line(row.attempt().model(), LONGEST))
                .number(row.attempt().status())
                .text(BoundedText.line(row.attempt().code(), LONGEST))
                .number(row.attempt().millis());
    }
}
