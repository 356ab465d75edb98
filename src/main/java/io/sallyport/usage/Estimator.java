package io.sallyport.usage;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts tokens where the provider said nothing that can be believed.
///
/// Units: tokens of the `o200k_base` vocabulary once it is loaded; until then, and for long texts, four bytes each.
/// Threads: safe and never blocking; the vocabulary is loaded on a thread of its own.
public final class Estimator {
    /// More than any model reads or writes in one call; such a count is a fault of the upstream.
    private static final long MOST_BELIEVABLE = 1_000_000_000L;

    private static final long BYTES_PER_TOKEN = 4;

    /// Counting costs about a microsecond per ten characters, which an event loop can spare only for short texts.
    private static final int LONGEST_COUNTED = 16_384;

    private final AtomicReference<@Nullable Encoding> vocabulary = new AtomicReference<>();
    private final LongAdder refused = new LongAdder();

    /// An estimator that starts loading its vocabulary now.
    public static Estimator open() {
        Estimator estimator = new Estimator();
        Thread.ofPlatform().daemon().name("vocabulary").start(estimator::load);
        return estimator;
    }

    /// Loads the vocabulary on the calling thread; takes up to a second.
    void load() {
        vocabulary.set(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
    }

    /// Tokens of a text.
    public long tokens(String text) {
        Encoding loaded = vocabulary.get();
        if (loaded == null || text.length() > LONGEST_COUNTED) {
            return roughly(text.length());
        }
        return loaded.countTokensOrdinary(text);
    }

    /// Tokens of a text of which only the length is known.
    public long roughly(long bytes) {
        return Math.ceilDiv(Math.max(0, bytes), BYTES_PER_TOKEN);
    }

    /// What the provider reported when it can be believed, zero included; else our own count, marked as such.
    ///
    /// @param promptBytes length of what the model read
    /// @param answer what the model produced, as far as it was delivered; never the text of an error
    public TokenUsage settle(Optional<TokenUsage> reported, long promptBytes, String answer) {
        Optional<TokenUsage> believed = reported.filter(this::isBelievable);
        return believed.orElseGet(() -> estimate(roughly(promptBytes), tokens(answer)));
    }

    /// As [#settle(Optional, long, String)], when only the length of the answer's text is known.
    public TokenUsage settle(Optional<TokenUsage> reported, long promptBytes, long answerBytes) {
        Optional<TokenUsage> believed = reported.filter(this::isBelievable);
        return believed.orElseGet(() -> estimate(roughly(promptBytes), roughly(answerBytes)));
    }

    /// How many reports were not believed since the start.
    public long refused() {
        return refused.sum();
    }

    private boolean isBelievable(TokenUsage usage) {
        boolean believable = Math.max(usage.input(), usage.cachedInput()) <= MOST_BELIEVABLE
                && Math.max(usage.cacheWrite(), usage.output()) <= MOST_BELIEVABLE;
        if (!believable) {
            refused.increment();
        }
        return believable;
    }

    private static TokenUsage estimate(long input, long output) {
        return new TokenUsage(input, 0, 0, output, 0, Source.ESTIMATED);
    }
}
