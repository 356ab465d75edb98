package io.sallyport.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.database.Database;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.lang.TenantId;
import io.sallyport.usage.Saving;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers that are given again: in memory, and where they are shared also in the database, sealed.
///
/// A cache is never the reason that a call fails: what cannot be read or written is asked for anew.
/// Threads: safe. What reads and writes memory alone never waits, all else waits for the database.
public final class ResponseCache {
    /// Bumped when answers were taken away.
    public static final String TOPIC = "cache";

    private static final Logger LOG = LoggerFactory.getLogger(ResponseCache.class);

    private final Database database;
    private final CachedAnswerTable table;
    private final Seal seal;
    private final Supplier<CacheSettings> settings;
    private final Clock clock;
    private final Cache<Question, KeptAnswer> memory;

    public ResponseCache(Database database, Seal seal, Supplier<CacheSettings> settings, Clock clock) {
        this.database = database;
        this.table = database.attach(CachedAnswerTable.class);
        this.seal = seal;
        this.settings = settings;
        this.clock = clock;
        this.memory = Caffeine.newBuilder()
                .maximumWeight(settings.get().memory())
                .<Question, KeptAnswer>weigher((_, answer) -> answer.weight())
                .build();
    }

    public CacheSettings settings() {
        return settings.get();
    }

    /// An answer this instance holds.
    public Optional<KeptAnswer> inMemory(Question question) {
        return Optional.ofNullable(memory.getIfPresent(question))
                .filter(answer -> clock.instant().isBefore(answer.until()));
    }

    /// An answer that any instance has kept.
    public Optional<KeptAnswer> find(Question question) {
        Optional<KeptAnswer> here = inMemory(question);
        if (here.isPresent() || !settings.get().shared()) {
            return here;
        }
        try {
            Optional<KeptAnswer> there =
                    table.find(question.digest(), clock.instant()).flatMap(stored -> opened(question, stored));
            there.ifPresent(answer -> memory.put(question, answer));
            return there;
        } catch (RuntimeException e) {
            LOG.warn("response_cache read=false cause={}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Empty when the master key it was sealed under is gone.
    private Optional<KeptAnswer> opened(Question question, String stored) {
        try {
            return Optional.of(KeptAnswer.read(seal.open(place(question), stored)));
        } catch (SealBroken e) {
            return Optional.empty();
        }
    }

    /// How old an answer is.
    public Duration age(KeptAnswer answer) {
        return Duration.between(answer.made(), clock.instant());
    }

    /// Keeps an answer in the memory of this instance.
    ///
    /// @param spent what was used for it
    public KeptAnswer keep(Question question, StoredAnswer given, Saving spent) {
        Instant now = clock.instant();
        KeptAnswer answer =
                new KeptAnswer(given, spent, now, now.plus(settings.get().life()));
        memory.put(question, answer);
        return answer;
    }

    /// Keeps an answer for all instances, where answers are shared and it is a text.
    public void share(Question question, KeptAnswer answer) {
        if (!settings.get().shared() || !answer.answer().isText()) {
            return;
        }
        try {
            String sealed = seal.seal(place(question), answer.written());
            table.put(question.digest(), question.tenant(), sealed, answer.until());
        } catch (RuntimeException e) {
            LOG.warn("response_cache written=false cause={}", e.getMessage());
        }
    }

    private static Place place(Question question) {
        return new Place("cached_answer", question.digest(), "answer");
    }

    /// Takes answers away, on every instance.
    ///
    /// @param tenant whose; empty for everybody's
    /// @return how many the database held
    public int clear(Optional<TenantId> tenant) {
        int gone = database.inTransaction(transaction -> {
            CachedAnswerTable there = transaction.attach(CachedAnswerTable.class);
            transaction.bump(TOPIC);
            return tenant.map(there::clear).orElseGet(there::clear);
        });
        forget();
        return gone;
    }

    /// Empties the memory of this instance; what is still in the database is found there again.
    public void forget() {
        memory.invalidateAll();
    }

    /// Takes answers away whose time is over.
    ///
    /// @return how many, `most` or fewer
    public int sweep(int most) {
        return table.sweep(clock.instant(), most);
    }

    /// What all instances share.
    public HeldAnswers held() {
        return table.held();
    }
}
