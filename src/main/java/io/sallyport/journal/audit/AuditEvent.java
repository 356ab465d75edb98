package io.sallyport.journal.audit;

import io.sallyport.json.Json;
import java.time.Instant;
import java.util.UUID;

/// What the audit trail keeps of one call. How much of its content is part of the type, so that an event of
/// facts cannot hold text.
public sealed interface AuditEvent {

    /// The facts, which every event has.
    Facts facts();

    /// What there is of its content: `none`, `masked` or `full`.
    String content();

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

        @Override
        public String content() {
            return "none";
        }
    }

    /// The facts with what was said, as far as it was kept.
    sealed interface Said extends AuditEvent {
        Text question();

        /// The whole answer; of a stream its text put together.
        Text answer();
    }

    /// As it was said.
    record FullContent(Facts facts, Text question, Text answer) implements Said {
        @Override
        public String content() {
            return "full";
        }
    }

    /// As guardrails masked it.
    record MaskedContent(Facts facts, Text question, Text answer) implements Said {
        @Override
        public String content() {
            return "masked";
        }
    }

    /// A text and whether its end is missing.
    record Text(String text, boolean cut) {}
}
