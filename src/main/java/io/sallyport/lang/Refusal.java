package io.sallyport.lang;

import java.time.Duration;

/// Every "no" the gateway can say. The door maps each to a status, a body and a metric label.
///
/// A refusal holds facts for its message; it never holds a secret, an internal host or a class name.
public sealed interface Refusal {

    /// The stable word clients and metrics see, for example `model_not_found`.
    String code();

    default RefusedException asException() {
        return new RefusedException(this);
    }

    /// The request itself is wrong: 400.
    ///
    /// @param param JSON path of the culprit, empty when there is none
    record BadRequest(String code, String message, String param) implements Refusal {
        public BadRequest(String code, String message) {
            this(code, message, "");
        }
    }

    /// No proven identity: 401. The code is one of those of requirement ID51.
    record NotAuthenticated(String code) implements Refusal {}

    /// Proven identity without the right: 403.
    record NotAllowed(String code, String message) implements Refusal {}

    /// A model, object or path that does not exist, or that the caller may not know of: 404.
    record NotFound(String code, String message) implements Refusal {}

    /// The path exists, the method does not: 405.
    record MethodNotAllowed(String allow) implements Refusal {
        @Override
        public String code() {
            return "method_not_allowed";
        }
    }

    /// The client took too long to send: 408.
    record RequestTimeout() implements Refusal {
        @Override
        public String code() {
            return "request_timeout";
        }
    }

    /// The object is in another state than the request needs: 409.
    record Conflict(String code, String message) implements Refusal {}

    /// The same is being done at this moment: 409, come back soon.
    record InProgress(String code, String message, Duration retryAfter) implements Refusal {}

    /// The request speaks against what the same caller said before: 422.
    record Contradiction(String code, String message) implements Refusal {}

    /// The body is over the limit: 413.
    record TooLarge(long limitBytes) implements Refusal {
        @Override
        public String code() {
            return "request_too_large";
        }
    }

    /// Content type or coding this path does not take: 415.
    record UnsupportedMedia(String code, String message) implements Refusal {}

    /// `Expect` with anything but 100-continue: 417.
    record ExpectationFailed() implements Refusal {
        @Override
        public String code() {
            return "expectation_failed";
        }
    }

    /// A rate, a token count or a number of parallel calls is used up: 429.
    record RateLimited(String code, String message, Duration retryAfter) implements Refusal {}

    /// A limit of the gateway's own is reached: 429, or what the settings say for a budget.
    ///
    /// @param retryAfter zero when waiting does not help
    record OverLimit(int status, Kind kind, String code, String message, Duration retryAfter) implements Refusal {
        /// What is limited.
        public enum Kind {
            /// How fast, or how much at the same time.
            RATE,
            /// How much in a longer window.
            QUOTA,
            /// How much money.
            BUDGET
        }
    }

    /// A path the backends of this gateway do not serve: 501.
    record NotImplemented(String code, String message) implements Refusal {}

    /// No upstream could answer: 502, 503, 504 or the upstream's own status.
    ///
    /// @param status HTTP status for the client
    /// @param retryAfter zero when unknown
    record UpstreamFailed(int status, String code, String message, Duration retryAfter) implements Refusal {
        public UpstreamFailed(int status, String code, String message) {
            this(status, code, message, Duration.ZERO);
        }
    }

    /// A guardrail found something that may not go on: 403.
    record ContentBlocked(String message) implements Refusal {
        @Override
        public String code() {
            return "content_policy_violation";
        }
    }

    /// We cannot serve now: 503.
    record Unavailable(String code, String message) implements Refusal {}

    /// A bug: 500. The message says nothing; the log does.
    record InternalFault() implements Refusal {
        @Override
        public String code() {
            return "internal_error";
        }
    }
}
