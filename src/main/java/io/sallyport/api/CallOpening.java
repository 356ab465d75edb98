package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.inference.Operation;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.Journal;
import io.sallyport.journal.JournalEntry;
import io.sallyport.lang.RequestId;
import io.sallyport.pipeline.Call;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.Call.Origin;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Names a call and opens its journal entry, before anything else is known.
final class CallOpening {
    private static final String HYPHENATED = "/v1/fine-tuning/";
    private static final String UNDERSCORED = "/v1/fine_tuning/";

    private final Journal journal;
    private final Clock clock;

    CallOpening(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    Call open(WebRequest request, WebReply reply, ClientDialect dialect, Operation operation, BodyForm form) {
        RequestId id = RequestId.next(clock);
        Optional<String> given = request.header("x-request-id");
        String correlation = given.filter(CorrelationId::isValid).orElseGet(id::toString);
        Client client = new Client(
                correlation,
                session(request, given),
                request.method(),
                request.path(),
                request.remoteAddress(),
                request.header("user-agent").orElse(""),
                request.header("traceparent").orElse(""),
                journal.keepsHeaders() ? request.headers() : List.of());
        JournalEntry entry = journal.open(id, client, new Asked(operation, dialect.name(), "", false));
        return new Call(request, reply, dialect, operation, form, upstreamPath(request.path()), entry, Origin.CLIENT);
    }

    /// Groups calls: session id, else request id, else correlation id (requirement AU24).
    private static String session(WebRequest request, Optional<String> requestId) {
        Optional<String> given = request.header("x-session-id");
        if (given.isEmpty()) {
            given = requestId.isPresent() ? requestId : request.header("x-correlation-id");
        }
        return given.filter(CorrelationId::isValid).orElse("");
    }

    /// OpenAI spells fine-tuning with an underscore; older clients of ours do not (requirement C44).
    private static String upstreamPath(String path) {
        return path.startsWith(HYPHENATED) ? UNDERSCORED + path.substring(HYPHENATED.length()) : path;
    }
}
