package io.sallyport.pipeline;

import io.sallyport.dialect.ReplyReader;
import io.sallyport.journal.CallRecord.Outcome;
import java.util.Optional;

/// What reached the client, and how it ended.
///
/// @param reader saw the answer go by; empty when no upstream answered
/// @param bytes size of the body that was sent
public record Delivery(Outcome outcome, Optional<ReplyReader> reader, long bytes) {
    /// The status of a client that left; it is never on the wire.
    private static final int CLIENT_LEFT = 499;

    static Delivery refused(int status, String code, long bytes) {
        return new Delivery(new Outcome(status, code), Optional.empty(), bytes);
    }

    static Delivery clientGone() {
        return new Delivery(new Outcome(CLIENT_LEFT, "client_gone"), Optional.empty(), 0);
    }

    static Delivery clientGone(ReplyReader reader, long bytes) {
        return new Delivery(new Outcome(CLIENT_LEFT, "client_gone"), Optional.of(reader), bytes);
    }
}
