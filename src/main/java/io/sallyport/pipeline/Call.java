package io.sallyport.pipeline;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.inference.Operation;
import io.sallyport.journal.JournalEntry;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;

/// One call at the door: what came in, where the answer goes, and its open journal entry.
///
/// @param upstreamPath the path an upstream is asked for
public record Call(
        WebRequest request,
        WebReply reply,
        ClientDialect dialect,
        Operation operation,
        BodyForm form,
        String upstreamPath,
        JournalEntry entry,
        Origin origin) {

    /// Who makes a call.
    public enum Origin {
        CLIENT,
        /// A guardrail that asks a model; no guardrail looks at it, else it would ask itself.
        GUARDRAIL
    }

    /// What the body must look like.
    public enum BodyForm {
        /// A JSON object that names a model.
        JSON,
        /// A JSON object that may name a model.
        JSON_MODEL_OPTIONAL,
        /// A multipart form that names a model.
        FORM,
        /// Anything, passed on as it is; may be empty.
        ANY
    }
}
