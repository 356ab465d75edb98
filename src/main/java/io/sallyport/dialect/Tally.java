package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import java.util.Optional;

/// What was heard of one answer so far.
///
/// Threads: one owner.
public final class Tally {
    /// More tokens than any call can have; such a count is a fault of the upstream.
    private static final long ABSURD = 1_000_000_000L;

    private Optional<TokenUsage> usage = Optional.empty();
    private Optional<UpstreamError> failure = Optional.empty();
    private boolean absurd;
    private boolean finished;
    private long produced;

    /// Tokens as a vendor counts them, each in one class only; missing ones are none.
    ///
    /// @param input neither read from a cache nor written to one
    public record Counts(Json input, Json cached, Json cacheWrite, Json output, Json reasoning) {}

    /// The upstream counted; later counts hold.
    public void counted(Counts counts) {
        if (!counts.input().isNumber() && !counts.output().isNumber()) {
            return;
        }
        TokenUsage said = new TokenUsage(
                tokens(counts.input()),
                tokens(counts.cached()),
                tokens(counts.cacheWrite()),
                tokens(counts.output()),
                tokens(counts.reasoning()),
                Source.REPORTED);
        usage = Optional.of(said);
    }

    private long tokens(Json count) {
        if (!count.isNumber()) {
            return 0;
        }
        long tokens = count.decimal().longValue();
        if (tokens < 0 || tokens > ABSURD) {
            absurd = true;
            return 0;
        }
        return tokens;
    }

    /// A piece of generated text went by.
    public void produced(String piece) {
        produced += piece.length();
    }

    /// The answer said that it is finished.
    public void finish() {
        finished = true;
    }

    public void fail(UpstreamError error) {
        failure = Optional.of(error);
    }

    Optional<TokenUsage> usage() {
        return absurd ? Optional.empty() : usage;
    }

    boolean isAbsurd() {
        return absurd;
    }

    boolean isFinished() {
        return finished;
    }

    long produced() {
        return produced;
    }

    Optional<UpstreamError> failure() {
        return failure;
    }
}
