package io.sallyport.dialect;

import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.List;
import java.util.Optional;

/// Watches an answer as its backend gives it, and shows it in the client's form.
final class TranslatedReader implements ReplyReader {
    private static final UpstreamError UNREADABLE = new UpstreamError("", "", "upstream_bad_response");

    private final ReplyReader upstream;
    private final Translation translation;
    private final Thoughts thoughts;
    private final ProviderChat.Events incoming;
    private final ClientChat.Events outgoing;
    private final StringBuilder signature = new StringBuilder();
    private Bytes shown = Bytes.EMPTY;
    private boolean unreadable;

    TranslatedReader(ReplyReader upstream, Translation translation, Thoughts thoughts) {
        this.upstream = upstream;
        this.translation = translation;
        this.thoughts = thoughts;
        this.incoming = translation.incoming();
        this.outgoing = translation.outgoing();
    }

    @Override
    public Verdict event(SseEvent event) {
        Verdict verdict = upstream.event(event);
        shown = Bytes.EMPTY;
        if (verdict == Verdict.FAILED) {
            return verdict;
        }
        if (event.data().isEmpty()) {
            // Comments keep connections alive in every form.
            shown = event.raw();
            return verdict;
        }
        try {
            shown = translated(event, verdict);
        } catch (JsonProblem e) {
            unreadable = true;
            return Verdict.FAILED;
        }
        return verdict == Verdict.LAST ? Verdict.LAST : shown.isEmpty() ? Verdict.DROP : Verdict.FORWARD;
    }

    private Bytes translated(SseEvent event, Verdict verdict) {
        ByteGather out = new ByteGather();
        for (ReplyEvent step : incoming.read(event)) {
            if (step instanceof ReplyEvent.Signed(String piece)) {
                signature.append(piece);
                continue;
            }
            sign(out);
            if (!(step instanceof ReplyEvent.Thought) || thoughts == Thoughts.SHOWN) {
                out.add(outgoing.write(translation.named(step)));
            }
        }
        if (verdict == Verdict.LAST) {
            out.add(closing());
        }
        return out.bytes();
    }

    /// Signatures may come in pieces, and are stamped as a whole.
    private void sign(ByteGather out) {
        if (!signature.isEmpty() && thoughts == Thoughts.SHOWN) {
            out.add(outgoing.write(new ReplyEvent.Signed(translation.stamped(signature.toString()))));
        }
        signature.setLength(0);
    }

    @Override
    public Bytes shown(SseEvent event) {
        return shown;
    }

    @Override
    public void whole(Bytes body) {
        upstream.whole(body);
        if (upstream.failure().isPresent()) {
            return;
        }
        try {
            shown = translation.whole(body, upstream.usage(), thoughts);
        } catch (JsonProblem e) {
            unreadable = true;
        }
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        return Optional.of(shown);
    }

    @Override
    public Bytes closing() {
        ByteGather last = new ByteGather();
        sign(last);
        last.add(translation.told());
        last.add(outgoing.end(upstream.usage()));
        return last.bytes();
    }

    @Override
    public List<Loss> losses() {
        return translation.losses().all();
    }

    @Override
    public Optional<UpstreamError> failure() {
        return unreadable ? Optional.of(UNREADABLE) : upstream.failure();
    }

    @Override
    public Optional<TokenUsage> usage() {
        return upstream.usage();
    }

    @Override
    public boolean usageIsAbsurd() {
        return upstream.usageIsAbsurd();
    }

    @Override
    public boolean isFinished() {
        return upstream.isFinished();
    }

    @Override
    public long producedCharacters() {
        return upstream.producedCharacters();
    }
}
