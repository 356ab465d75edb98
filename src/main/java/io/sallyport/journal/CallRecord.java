package io.sallyport.journal;

import io.sallyport.dialect.Loss;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.Operation;
import io.sallyport.inference.TokenUsage;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Header;
import io.sallyport.lang.RequestId;
import io.sallyport.usage.Charge;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything the gateway remembers of one finished call; the one source of the request log, usage, metrics and
/// traces.
///
/// @param caller empty when the identity was not proven
/// @param endUser whom a trusted caller named behind the call
/// @param attempts every target that was tried, in order; the last one answered, if any did
/// @param usage empty when no tokens were spent or nobody knows
/// @param losses what a translation could not carry over
/// @param content bodies, only where the content rules allow them
/// @param routed why it went where it went; empty when there was nothing to choose
/// @param purpose whose idea it was
/// @param guarded what guardrails did with it, in the order in which they ended
public record CallRecord(
        RequestId id,
        Client client,
        Optional<Caller> caller,
        Optional<EndUser> endUser,
        Asked asked,
        List<Attempted> attempts,
        Outcome outcome,
        Optional<TokenUsage> usage,
        Charge charge,
        Timing timing,
        Sizes sizes,
        List<Loss> losses,
        Optional<Content> content,
        Optional<Routed> routed,
        Purpose purpose,
        List<Guarded> guarded) {

    /// Whose idea a call was.
    public enum Purpose {
        /// A client sent it.
        CLIENT,
        /// The gateway asked what a question means.
        SEMANTIC_CACHE,
        /// The gateway sent a call of a client to another target too.
        SHADOW,
        /// The gateway asked whether a target is well again.
        PROBE;

        /// How logs call it; empty for calls of clients.
        public String word() {
            return this == CLIENT ? "" : name().toLowerCase(Locale.ROOT);
        }
    }

    /// Losses that somebody wants to be warned of; what a key allows is no news.
    List<Loss> warnings() {
        boolean isAllowed = caller.filter(proven -> proven.reach().losses() == LossPolicy.ALLOW)
                .isPresent();
        return isAllowed ? List.of() : losses;
    }

    /// What it cost.
    public Cost cost() {
        return charge.cost();
    }

    /// Who sent it and how.
    ///
    /// @param correlationId the client's own `X-Request-Id`, else ours
    /// @param sessionId groups calls of one conversation (requirement AU24); empty when none was given
    /// @param traceparent the client's W3C trace context as it came; empty when none was given
    /// @param headers empty unless the content rules allow them
    public record Client(
            String correlationId,
            String sessionId,
            String method,
            String path,
            String remoteAddress,
            String userAgent,
            String traceparent,
            List<Header> headers) {}

    /// What was asked for.
    ///
    /// @param dialect wire form of the client, for example `openai`
    /// @param model the client's word; empty when there was none
    public record Asked(Operation operation, String dialect, String model, boolean streamed) {}

    /// One target that was tried.
    ///
    /// @param kind word of the provider
    /// @param status HTTP status of the upstream, 0 when it never answered
    /// @param code why it failed; empty when it answered
    public record Attempted(String backend, String kind, String model, int status, String code, long millis) {}

    /// How it ended.
    ///
    /// @param status what the client saw; 499 when it left before the end
    /// @param code the refusal's or failure's word; empty when all went well
    public record Outcome(int status, String code) {
        public boolean isSuccess() {
            return code.isEmpty() && status < 400;
        }
    }

    /// When it happened and how long it took.
    ///
    /// Units: microseconds.
    ///
    /// @param firstByte from the start to the first answer byte; -1 when there was none
    /// @param own time the gateway itself took before the upstream was called
    /// @param stages when each stage ended that the call came through
    public record Timing(Instant started, long total, long firstByte, long own, StageTimes stages) {
        /// Of a call whose stages were not measured.
        public Timing(Instant started, long total, long firstByte, long own) {
            this(started, total, firstByte, own, StageTimes.UNMEASURED);
        }

        /// When it was over.
        Instant ended() {
            return started.plus(total, ChronoUnit.MICROS);
        }
    }

    /// Body sizes in bytes.
    public record Sizes(long in, long out) {}

    /// Why a call went where it went.
    ///
    /// @param alias where the rules led
    /// @param reason how the name was found
    /// @param rules names of the rules that said something
    /// @param bucket side of an experiment; empty without one
    /// @param bounds what labels of backends had to say; empty without any
    /// @param strategy word of the strategy that ordered the targets
    /// @param considered targets in the order in which they were looked at
    public record Routed(
            String alias,
            String reason,
            List<String> rules,
            String bucket,
            String bounds,
            String strategy,
            List<Considered> considered) {}

    /// One target that was looked at.
    ///
    /// @param outcome `tried`, or why it was passed over
    public record Considered(String alias, String target, String outcome) {}

    /// One look of a guardrail.
    ///
    /// @param note kinds and counts of what was found, or why it failed; never the text
    /// @param overridden the client was shown something else
    public record Guarded(String name, String type, String layer, String result, String note, boolean overridden) {}

    /// Bodies, cut to the configured size.
    ///
    /// @param masked whether guardrails masked what was found in both of them
    public record Content(Bytes request, boolean requestCut, Bytes response, boolean responseCut, boolean masked) {}
}
