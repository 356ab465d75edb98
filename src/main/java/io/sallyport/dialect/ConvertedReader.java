package io.sallyport.dialect;

import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Brings a whole answer into OpenAI's form, and has it watched there.
final class ConvertedReader implements ReplyReader {
    private static final UpstreamError UNREADABLE = new UpstreamError("", "", "upstream_bad_response");

    private final ReplyReader watching;
    private final ConvertedCall call;
    private Bytes shown = Bytes.EMPTY;
    private boolean unreadable;

    ConvertedReader(ReplyReader watching, ConvertedCall call) {
        this.watching = watching;
        this.call = call;
    }

    /// Nobody asked for events.
    @Override
    public Verdict event(SseEvent event) {
        unreadable = true;
        return Verdict.FAILED;
    }

    @Override
    public void whole(Bytes body) {
        try {
            Json answer = call.answer(body);
            watching.whole(answer.bytes());
            shown = call.shown(answer).bytes();
        } catch (JsonProblem e) {
            unreadable = true;
        }
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        return Optional.of(shown);
    }

    @Override
    public Optional<TokenUsage> usage() {
        return watching.usage();
    }

    @Override
    public boolean usageIsAbsurd() {
        return watching.usageIsAbsurd();
    }

    @Override
    public boolean isFinished() {
        return watching.isFinished();
    }

    @Override
    public Bytes closing() {
        return Bytes.EMPTY;
    }

    @Override
    public long producedCharacters() {
        return watching.producedCharacters();
    }

    @Override
    public Optional<UpstreamError> failure() {
        return unreadable ? Optional.of(UNREADABLE) : watching.failure();
    }
}
