package io.sallyport.pipeline;

import io.sallyport.dialect.ErrorBody;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.ContentBlocked;
import io.sallyport.lang.Refusal.Contradiction;
import io.sallyport.lang.Refusal.ExpectationFailed;
import io.sallyport.lang.Refusal.InProgress;
import io.sallyport.lang.Refusal.InternalFault;
import io.sallyport.lang.Refusal.MethodNotAllowed;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Refusal.NotImplemented;
import io.sallyport.lang.Refusal.OverLimit;
import io.sallyport.lang.Refusal.OverLimit.Kind;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.Refusal.RequestTimeout;
import io.sallyport.lang.Refusal.TooLarge;
import io.sallyport.lang.Refusal.Unavailable;
import io.sallyport.lang.Refusal.UnsupportedMedia;
import io.sallyport.lang.Refusal.UpstreamFailed;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// What a refusal means on the wire: the one place that gives each "no" its status, words and retry hints.
///
/// @param retryAfter zero when the client is not told when to come back
/// @param shouldRetry value of `x-should-retry`
public record ErrorAnswer(int status, ErrorBody body, Duration retryAfter, boolean shouldRetry) {
    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";
    private static final Duration NEAR = Duration.ofMinutes(1);

    /// Source: error contract of the security catalogue, 2.0.
    public static ErrorAnswer of(Refusal refusal) {
        return switch (refusal) {
            case BadRequest bad -> no(400, bad.message(), INVALID, bad.code(), bad.param());
            case NotAuthenticated who -> no(401, authentication(who.code()), "authentication_error", who.code());
            case NotAllowed not -> no(403, not.message(), "permission_error", not.code());
            case NotFound none -> no(404, none.message(), "not_found_error", none.code());
            case MethodNotAllowed method -> no(405, "This path takes " + method.allow() + ".", INVALID, method.code());
            case RequestTimeout slow -> no(408, "The request did not arrive in time.", INVALID, slow.code());
            case Conflict conflict -> no(409, conflict.message(), INVALID, conflict.code());
            case InProgress busy -> later(409, busy.message(), INVALID, busy.code(), busy.retryAfter());
            case Contradiction contradiction -> no(422, contradiction.message(), INVALID, contradiction.code());
            case TooLarge large ->
                no(413, "The body is larger than " + large.limitBytes() + " bytes.", INVALID, large.code());
            case UnsupportedMedia media -> no(415, media.message(), INVALID, media.code());
            case ExpectationFailed expect -> no(417, "This expectation cannot be met.", INVALID, expect.code());
            case RateLimited limited ->
                later(429, limited.message(), "rate_limit_error", limited.code(), limited.retryAfter());
            case OverLimit over -> overLimit(over);
            case NotImplemented none -> no(501, none.message(), INVALID, none.code());
            case UpstreamFailed failed -> upstream(failed);
            case ContentBlocked blocked -> no(403, blocked.message(), blocked.code(), blocked.code());
            case Unavailable busy -> later(503, busy.message(), SERVER, busy.code(), someSeconds());
            case InternalFault bug ->
                later(500, "Something went wrong inside the gateway.", SERVER, bug.code(), Duration.ZERO);
        };
    }

    /// Coming back helps against a rate, and against a quota whose window is nearly over; never against a
    /// budget, and never for a call that is too large by itself.
    private static ErrorAnswer overLimit(OverLimit over) {
        boolean returns = !over.retryAfter().isZero();
        boolean helps = switch (over.kind()) {
            case RATE -> returns;
            case QUOTA -> returns && over.retryAfter().compareTo(NEAR) <= 0;
            case BUDGET -> false;
        };
        String type = over.kind() == Kind.RATE ? "rate_limit_error" : "insufficient_quota";
        return new ErrorAnswer(
                over.status(), new ErrorBody(over.message(), type, over.code(), ""), over.retryAfter(), helps);
    }

    private static ErrorAnswer upstream(UpstreamFailed failed) {
        if (failed.status() < 500) {
            return no(failed.status(), failed.message(), INVALID, failed.code());
        }
        String type = failed.status() == 503 ? SERVER : "upstream_error";
        boolean unknownWait = failed.status() == 503 && failed.retryAfter().isZero();
        Duration wait = unknownWait ? someSeconds() : failed.retryAfter();
        return later(failed.status(), failed.message(), type, failed.code(), wait);
    }

    private static String authentication(String code) {
        return switch (code) {
            case "missing_api_key" ->
                "No API key was given. Send it as 'Authorization: Bearer KEY' or as 'X-Api-Key: KEY'.";
            case "malformed_auth_header" -> "The Authorization header must be 'Bearer KEY'.";
            case "key_expired" -> "This API key has expired.";
            case "key_revoked" -> "This API key was revoked.";
            case "key_disabled" -> "This API key is disabled.";
            case "not_signed_in" -> "Sign in first.";
            case "session_expired" -> "Your session has ended. Sign in again.";
            case "missing_node_key" -> "No node key was given. Send it as 'X-Sallyport-Node-Key: KEY'.";
            case "invalid_node_key" -> "This node key or enrolment token is not valid.";
            case "invalid_node_signature" -> "This message is not signed by the node that the key belongs to.";
            case "node_clock_off" -> "The clock of this node is more than a minute away from the gateway's.";
            case "invalid_token" -> "This token is not valid or has expired.";
            case "invalid_link" -> "This link was used before or has expired. Ask for another one.";
            case "invalid_login" -> "E-mail address and password do not fit together.";
            default -> "This API key is not valid.";
        };
    }

    private static ErrorAnswer no(int status, String message, String type, String code) {
        return no(status, message, type, code, "");
    }

    private static ErrorAnswer no(int status, String message, String type, String code, String param) {
        return new ErrorAnswer(status, new ErrorBody(message, type, code, param), Duration.ZERO, false);
    }

    private static ErrorAnswer later(int status, String message, String type, String code, Duration wait) {
        return new ErrorAnswer(status, new ErrorBody(message, type, code, ""), wait, true);
    }

    /// 1 to 5 seconds, different for each client, so that they do not all come back at once.
    private static Duration someSeconds() {
        return Duration.ofSeconds(ThreadLocalRandom.current().nextLong(1, 6));
    }
}
