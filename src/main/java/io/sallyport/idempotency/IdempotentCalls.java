package io.sallyport.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.database.Database;
import io.sallyport.idempotency.IdempotentCallTable.Known;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.Contradiction;
import io.sallyport.lang.Refusal.InProgress;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The calls that clients want answered once: who answers one now, and what the answer was.
///
/// Whoever takes a call holds it until it is answered, released, or taken for lost. Taking is one statement in
/// the database, so of many that try at once, on any instances, one gets it. One that was taken for lost and
/// comes back changes nothing any more.
/// Threads: safe; every method waits for the database.
public final class IdempotentCalls {
    /// Somebody else holds the row only for the moment in which it was released.
    private static final int TRIES = 3;

    private static final Duration COUNTED_EVERY = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int MOST_COUNTED = 10_000;

    private final IdempotentCallTable table;
    private final Seal seal;
    private final Supplier<IdempotencySettings> settings;
    private final Clock clock;
    private final Cache<TenantId, AtomicInteger> counts;

    public IdempotentCalls(Database database, Seal seal, Supplier<IdempotencySettings> settings, Clock clock) {
        this.table = database.attach(IdempotentCallTable.class);
        this.seal = seal;
        this.settings = settings;
        this.clock = clock;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.counts = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(COUNTED_EVERY)
                .maximumSize(MOST_COUNTED)
                .build();
    }

    /// What became of a call that was sent.
    public sealed interface Found {}

    /// Nobody answers it: the caller does.
    ///
    /// @param id tells this taking from later ones
    public record Claim(IdempotentCall call, UUID id) implements Found {}

    /// It was answered before.
    public record Answered(StoredAnswer answer) implements Found {}

    public boolean isEnabled() {
        return settings.get().enabled();
    }

    /// Takes a call, or says what its answer was.
    ///
    /// Errors: InProgress `idempotency_in_progress` while it is being answered; Contradiction
    /// `idempotency_key_reused` when the key stands for another body; Conflict `idempotency_answer_not_kept`
    /// when it was answered and the answer may not be kept; RateLimited `too_many_idempotency_keys`.
    ///
    /// @param lease after this time whoever answers it counts as lost
    public Found claim(IdempotentCall call, Duration lease) {
        boolean room = hasRoom(call.tenant());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Instant now = clock.instant();
            UUID id = TimeOrdered.uuid(now.toEpochMilli());
            if (room && table.take(call, id, now, now.plus(lease)) == 1) {
                count(call.tenant()).incrementAndGet();
                return new Claim(call, id);
            }
            Optional<Known> known = table.find(call.scope());
            if (known.isPresent()) {
                return again(call, known.get());
            }
            if (!room) {
                throw new RateLimited(
                                "too_many_idempotency_keys",
                                "Too many idempotency keys are remembered. Leave the header out, or try again later.",
                                COUNTED_EVERY)
                        .asException();
            }
        }
        throw inProgress();
    }

    private Answered again(IdempotentCall call, Known known) {
        if (!known.bodyDigest().equals(call.bodyDigest())) {
            throw new Contradiction(
                            "idempotency_key_reused", "This Idempotency-Key was used before, with another body.")
                    .asException();
        }
        if (!known.answered()) {
            throw inProgress();
        }
        return known.answer()
                .flatMap(stored -> opened(call, stored))
                .map(Answered::new)
                .orElseThrow(() -> new Conflict(
                                "idempotency_answer_not_kept",
                                "The call with this Idempotency-Key was answered; its answer is not kept.")
                        .asException());
    }

    /// Empty when the master key it was sealed under is gone.
    private Optional<StoredAnswer> opened(IdempotentCall call, String stored) {
        try {
            return Optional.of(StoredAnswer.read(seal.open(place(call), stored)));
        } catch (SealBroken e) {
            return Optional.empty();
        }
    }

    private static RuntimeException inProgress() {
        return new InProgress("idempotency_in_progress", "The call with this Idempotency-Key is being answered.", SOON)
                .asException();
    }

    /// Ends a call that was answered; from now on its key is spent.
    public void answered(Claim claim, Optional<StoredAnswer> answer) {
        IdempotencySettings now = settings.get();
        Optional<String> stored = answer.filter(_ -> now.keepAnswers())
                .filter(kept -> kept.body().length() <= now.maxAnswerSize() && kept.isText())
                .map(kept -> seal.seal(place(claim.call()), kept.written()));
        table.answer(claim.call().scope(), claim.id(), stored, clock.instant().plus(now.life()));
    }

    /// Gives a call back that was not answered: it can be sent again.
    public void release(Claim claim) {
        table.release(claim.call().scope(), claim.id());
    }

    /// Forgets calls whose time is over.
    ///
    /// @return how many, `most` or fewer
    public int sweep(int most) {
        return table.sweep(clock.instant(), most);
    }

    private static Place place(IdempotentCall call) {
        return new Place("idempotent_call", call.scope(), "answer");
    }

    private boolean hasRoom(TenantId tenant) {
        return count(tenant).get() < settings.get().keysPerTenant();
    }

    /// Counted once in a while, because counting costs more than taking; other instances take in the meantime
    /// too.
    private AtomicInteger count(TenantId tenant) {
        return counts.get(
                tenant,
                _ -> new AtomicInteger(
                        table.count(tenant, clock.instant(), settings.get().keysPerTenant())));
    }
}
