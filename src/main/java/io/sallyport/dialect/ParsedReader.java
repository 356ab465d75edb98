package io.sallyport.dialect;

import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Watches answers of forms that no client speaks: nothing of them is shown as it is.
public final class ParsedReader implements ReplyReader {
    private final Watch watch;
    private final Tally tally = new Tally();

    /// Understands the answers of one form.
    ///
    /// Threads: implementations hold no state.
    public interface Watch {
        /// Hears an event.
        ///
        /// Errors: JsonProblem when it is not what the form wants.
        Verdict event(String name, Json data, Tally tally);

        /// Hears a whole answer.
        void whole(Json body, Tally tally);
    }

    public ParsedReader(Watch watch) {
        this.watch = watch;
    }

    @Override
    public Verdict event(SseEvent event) {
        if (event.data().isEmpty()) {
            return Verdict.DROP;
        }
        try {
            return watch.event(event.name(), Json.parse(event.data()), tally);
        } catch (JsonProblem e) {
            tally.fail(new UpstreamError("", "", "upstream_bad_response"));
            return Verdict.FAILED;
        }
    }

    @Override
    public void whole(Bytes body) {
        tally.finish();
        try {
            watch.whole(Json.parse(body), tally);
        } catch (JsonProblem e) {
            tally.fail(new UpstreamError("", "", "upstream_bad_response"));
        }
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        return Optional.empty();
    }

    @Override
    public Optional<TokenUsage> usage() {
        return tally.usage();
    }

    @Override
    public boolean usageIsAbsurd() {
        return tally.isAbsurd();
    }

    @Override
    public boolean isFinished() {
        return tally.isFinished();
    }

    @Override
    public Bytes closing() {
        return Bytes.EMPTY;
    }

    @Override
    public long producedCharacters() {
        return tally.produced();
    }

    @Override
    public Optional<UpstreamError> failure() {
        return tally.failure();
    }
}
