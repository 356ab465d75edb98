package io.sallyport.routing;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.net.OutboundFailure;
import io.sallyport.provider.Scrubber;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns what went wrong at an upstream into what a client is told, and says whether another target may be
/// tried.
///
/// Source: error contract (security catalogue 2.0, group E).
final class UpstreamFaults {
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final Clock clock;
    private final Scrubber scrubber;

    UpstreamFaults(Clock clock, Scrubber scrubber) {
        this.clock = clock;
        this.scrubber = scrubber;
    }

    /// One failed attempt.
    ///
    /// @param elsewhere another target may do better
    /// @param unhealthy the target is to blame
    /// @param rest what the provider asked for; zero when it did not
    /// @param failure `connect`, `timeout`, `cut`, `auth`, `context`, `content` or a status
    record Fault(Refusal refusal, boolean elsewhere, boolean unhealthy, Duration rest, String failure) {
        static final String CONTEXT = "context";
        static final String CONTENT = "content";

        static Fault of(int status, String code, String message, String failure) {
            return new Fault(new UpstreamFailed(status, code, message), true, true, Duration.ZERO, failure);
        }

        /// @param words of `retry_on`
        boolean isOneOf(List<String> words) {
            return words.contains(failure) || words.contains(failure.charAt(0) + "xx");
        }
    }

    Fault fault(Throwable cause) {
        if (!(cause instanceof OutboundFailure failure)) {
            return Fault.of(BAD_GATEWAY, "upstream_error", "The backend could not be called.", "connect");
        }
        return switch (failure.kind()) {
            case DNS ->
                Fault.of(BAD_GATEWAY, "upstream_dns_failed", "The backend's name could not be resolved.", "connect");
            case DESTINATION ->
                Fault.of(
                        BAD_GATEWAY,
                        "upstream_destination_refused",
                        "The backend stands where none may stand.",
                        "connect");
            case CONNECT ->
                Fault.of(BAD_GATEWAY, "upstream_connect_failed", "The backend could not be reached.", "connect");
            case TLS ->
                Fault.of(BAD_GATEWAY, "upstream_tls_failed", "The backend's certificate was not accepted.", "connect");
            case TIMEOUT ->
                Fault.of(GATEWAY_TIMEOUT, "upstream_timeout", "The backend did not answer in time.", "timeout");
            case CLOSED -> Fault.of(BAD_GATEWAY, "upstream_truncated", "The backend's answer was cut.", "cut");
            case BAD_RESPONSE -> badResponse();
            case TOO_LARGE -> Fault.of(BAD_GATEWAY, "upstream_too_large", "The backend's answer is too large.", "cut");
        };
    }

    static Fault badResponse() {
        return Fault.of(BAD_GATEWAY, "upstream_bad_response", "The backend's answer is not what was asked for.", "cut");
    }

    /// @param status HTTP status of the upstream, 300 or more
    /// @param head first value of a header of its answer
    Fault fault(int status, UpstreamError error, Function<String, Optional<String>> head) {
        String message = message(status, error);
        if (error.type().equals("authentication_error")) {
            return refusedCredential();
        }
        Duration wait = new RetryHints(head, clock.instant())
                .wait(error.pause())
                .map(UpstreamFaults::inSeconds)
                .map(HealthBoard::clamp)
                .orElse(Duration.ZERO);
        return fault(status, error, message, wait);
    }

    /// As clients are told it: never too short.
    private static Duration inSeconds(Duration asked) {
        return Duration.ofSeconds(asked.toNanosPart() == 0 ? asked.toSeconds() : asked.toSeconds() + 1);
    }

    private static Fault refusedCredential() {
        return Fault.of(BAD_GATEWAY, "upstream_auth_failed", "The backend refused our credential.", "auth");
    }

    /// @param wait what was asked for, clamped; zero when nothing was
    private Fault fault(int status, UpstreamError error, String message, Duration wait) {
        return switch (status) {
            case 401, 403 -> refusedCredential();
            case 429 -> tooMany(message, wait);
            case 408, 500, 502, 503, 504, 529 ->
                new Fault(
                        new UpstreamFailed(clientStatus(status), serverCode(status), message, wait),
                        true,
                        true,
                        wait,
                        String.valueOf(status));
            default -> other(status, error, message);
        };
    }

    private static Fault tooMany(String message, Duration asked) {
        Duration told = asked.isZero() ? Duration.ofSeconds(1) : asked;
        return new Fault(new RateLimited("rate_limited", message, told), true, true, asked, "429");
    }

    private static Fault other(int status, UpstreamError error, String message) {
        if (status < 400) {
            return Fault.of(BAD_GATEWAY, "upstream_redirect", "The backend answered with a redirect.", "cut");
        }
        if (status >= 500) {
            return Fault.of(clientStatus(status), "upstream_error", message, String.valueOf(status));
        }
        String code = isWord(error.code()) ? error.code() : "upstream_refused";
        Refusal refusal = new UpstreamFailed(status, code, message);
        return new Fault(refusal, false, false, Duration.ZERO, RefusedPrompt.kind(status, error));
    }

    private static int clientStatus(int status) {
        return status > 504 || status == 408 ? BAD_GATEWAY : status;
    }

    private static String serverCode(int status) {
        return status == 503 || status == 529 ? "upstream_overloaded" : "upstream_error";
    }

    private String message(int status, UpstreamError error) {
        String clean = scrubber.clean(error.message());
        return clean.isEmpty() ? "The backend answered with status " + status + "." : clean;
    }

    private static boolean isWord(String code) {
        return !code.isEmpty()
                && code.length() <= 64
                && code.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }
}
