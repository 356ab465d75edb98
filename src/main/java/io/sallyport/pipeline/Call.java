package io.sallyport.pipeline;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.MultipartScan;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.journal.JournalEntry;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
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

    /// What is asked.
    ///
    /// Errors: BadRequest for a body that cannot be read, or that names no model where it must.
    RawRequest read(Bytes body) {
        String type = request.header("content-type").orElse(body.isEmpty() ? "" : "application/json");
        RequestFacts facts = facts(type, body);
        boolean mustNameModel = form == BodyForm.JSON || form == BodyForm.FORM;
        if (mustNameModel && facts.model().isEmpty()) {
            throw new RefusedException(new BadRequest("invalid_value", "'model' is required.", "model"));
        }
        return new RawRequest(operation, request.method(), upstreamPath, request.query(), type, body, facts);
    }

    private RequestFacts facts(String type, Bytes body) {
        return switch (form) {
            case JSON, JSON_MODEL_OPTIONAL -> dialect.read(operation, upstreamPath, body);
            case FORM -> MultipartScan.facts(type, body);
            case ANY -> RequestFacts.NONE;
        };
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
        ANY;

        /// True for JSON alone.
        boolean isJson() {
            return this == JSON || this == JSON_MODEL_OPTIONAL;
        }
    }
}
