package io.sallyport.usage;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Bytes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts tokens where the provider said nothing that can be believed.
///
/// Units: tokens of the `o200k_base` vocabulary for short texts once it is loaded, else a token for four bytes.
/// Threads: safe and never blocking; the first need starts the loading of the vocabulary on a thread of its
/// own.
public final class Estimator {
    /// More than any model reads or writes in one call; such a count is a fault of the upstream.
    private static final long MOST_BELIEVABLE = 1_000_000_000L;

    private static final long BYTES_PER_TOKEN = 4;

    /// Counting takes about a microsecond per ten characters, which an event loop can spare only for short
    /// texts.
    private static final int LONGEST_COUNTED = 8_192;

    private final AtomicReference<@Nullable Encoding> vocabulary = new AtomicReference<>();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final LongAdder refused = new LongAdder();

    private Estimator() {}

    public static Estimator open() {
        return new Estimator();
    }

    /// What the provider reported, zero included, unless no model could have done that much.
    public Optional<TokenUsage> believed(Optional<TokenUsage> reported) {
        return reported.filter(this::isBelievable);
    }

    /// Counts a report that was not believed by whoever read it.
    public void refuse() {
        refused.increment();
    }

    /// Our own count, marked as such.
    ///
    /// @param prompt what the model read
    /// @param answerCharacters length of what the model produced and was delivered; never that of an error
    public TokenUsage estimate(Bytes prompt, long answerCharacters) {
        return new TokenUsage(tokens(prompt), 0, 0, roughly(answerCharacters), 0, Source.ESTIMATED);
    }

    /// How many reports were not believed since the start.
    public long refused() {
        return refused.sum();
    }

    /// Loads the vocabulary on the calling thread; takes up to a second and 50 MB.
    void load() {
        vocabulary.set(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
    }

    private long tokens(Bytes text) {
        Encoding loaded = vocabulary.get();
        if (loaded == null && wanted.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("vocabulary").start(this::load);
        }
        return loaded == null || text.length() > LONGEST_COUNTED
                ? roughly(text.length())
                : loaded.countTokensOrdinary(text.text());
    }

    private static long roughly(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }

    private boolean isBelievable(TokenUsage usage) {
        boolean believable = Math.max(usage.input(), usage.cachedInput()) <= MOST_BELIEVABLE
                && Math.max(usage.cacheWrite(), usage.output()) <= MOST_BELIEVABLE;
        if (!believable) {
            refuse();
        }
        return believable;
    }
}
