package io.sallyport.journal.audit;

import io.sallyport.json.Json;
import java.time.Instant;
import java.util.UUID;

/// What the audit trail keeps of one call. How much of its content is part of the type, so that an event of
/// facts cannot hold text.
public sealed interface AuditEvent {

    /// The facts, which every event has.
    Facts facts();

    /// Who asked what of whom, when, and how it ended.
    ///
    /// @param id of the call, made when it was let in; time-ordered
    /// @param at when the call came in
    /// @param document the facts as OpenSearch gets them
    record Facts(UUID id, Instant at, Json document) implements AuditEvent {
        @Override
        public Facts facts() {
            return this;
        }
    }

    /// The facts with what was said, as far as it was kept.
    ///
    /// @param answer the whole answer; of a stream its text put together
    record FullContent(Facts facts, Text question, Text answer) implements AuditEvent {}

    /// A text and whether its end is missing.
    record Text(String text, boolean cut) {}
}
