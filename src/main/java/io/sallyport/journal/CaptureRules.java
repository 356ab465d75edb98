package io.sallyport.journal;

import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.identity.Reach.Audit;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.CallRecord.Content;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RequestId;
import java.util.List;
import java.util.Optional;

/// What a record may hold of headers and bodies; applied to every record before any sink sees it.
///
/// The backend profile of the caller can forbid what the deployment allows, never the other way round.
///
/// @param capture the rule of this deployment
/// @param maxBodySize bytes of a body that are kept
public record CaptureRules(Capture capture, int maxBodySize) {
    public static final int DEFAULT_BODY_SIZE = 65_536;
    public static final CaptureRules METADATA = new CaptureRules(Capture.METADATA, DEFAULT_BODY_SIZE);
    private static final int LARGEST_BODY_SIZE = 16 * 1024 * 1024;

    public CaptureRules {
        if (maxBodySize < 0 || maxBodySize > LARGEST_BODY_SIZE) {
            throw new IllegalArgumentException("max_body_size must be 0 to 16 MiB, is " + maxBodySize);
        }
    }

    /// The rules of a deployment that must not keep more than a ceiling, whatever its configuration says.
    ///
    /// Errors: IllegalArgumentException when the configuration asks for more; the gateway does not start then.
    public static CaptureRules under(Capture ceiling, Capture configured, int maxBodySize) {
        if (configured.compareTo(ceiling) > 0) {
            throw new IllegalArgumentException("content_capture is " + configured.word()
                    + ", but this deployment profile keeps at most " + ceiling.word());
        }
        return new CaptureRules(configured, maxBodySize);
    }

    /// True when headers are worth collecting.
    public boolean keepsHeaders() {
        return capture != Capture.NONE;
    }

    /// True when bodies are worth collecting at all.
    public boolean keepsBodies() {
        return capture.compareTo(Capture.MASKED) >= 0 && maxBodySize > 0;
    }

    private boolean keeps(Content content) {
        return keepsBodies() && (capture == Capture.FULL || content.masked());
    }

    /// The record without what these rules forbid.
    CallRecord applyTo(CallRecord call) {
        Audit audit = call.caller().map(Caller::reach).orElse(Reach.ANYWHERE).audit();
        return new CallRecord(
                call.id(),
                audit.metadata() ? applyTo(call.client()) : unknown(call.client(), call.id()),
                call.caller(),
                audit.metadata() ? call.endUser() : Optional.empty(),
                call.asked(),
                call.attempts(),
                call.outcome(),
                call.usage(),
                call.charge(),
                call.timing(),
                call.sizes(),
                call.losses(),
                audit.content() ? call.content().filter(this::keeps).map(this::cut) : Optional.empty(),
                call.routed(),
                call.purpose(),
                call.guarded());
    }

    private Client applyTo(Client client) {
        return new Client(
                client.correlationId(),
                client.sessionId(),
                client.method(),
                client.path(),
                client.remoteAddress(),
                client.userAgent(),
                client.traceparent(),
                keepsHeaders() ? HeaderRedaction.of(client.headers()) : List.of());
    }

    /// Only what was asked for stays, and the trace the client wants to go on.
    private static Client unknown(Client client, RequestId id) {
        return new Client(id.toString(), "", client.method(), client.path(), "", "", client.traceparent(), List.of());
    }

    private Content cut(Content content) {
        return new Content(
                cut(content.request()),
                content.requestCut() || content.request().length() > maxBodySize,
                cut(content.response()),
                content.responseCut() || content.response().length() > maxBodySize,
                content.masked());
    }

    /// A copy, so that a short piece does not keep a large array alive while it waits to be written.
    private Bytes cut(Bytes body) {
        return body.length() <= maxBodySize
                ? body
                : Bytes.of(body.slice(0, maxBodySize).toArray());
    }
}
