package io.sallyport.journal;

import io.sallyport.dialect.Loss;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.CallRecord.Content;
import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.journal.CallRecord.Routed;
import io.sallyport.journal.CallRecord.Sizes;
import io.sallyport.journal.CallRecord.Timing;
import io.sallyport.lang.RequestId;
import io.sallyport.usage.Charge;
import io.sallyport.usage.Saving;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The memory of one call while it runs; grows as facts arrive and becomes a [CallRecord] when it is closed.
///
/// Threads: owned by one call; handed from thread to thread, never shared.
public final class JournalEntry {
    private static final long NANOS_PER_MICRO = 1_000;

    private final RequestId id;
    private final Client client;
    private final Instant started;
    private final Purpose purpose;
    private final long startNanos = System.nanoTime();
    private final List<Attempted> attempts = new ArrayList<>(1);
    private final List<Guarded> guarded = new ArrayList<>(0);
    private Asked asked;
    private Optional<Caller> caller = Optional.empty();
    private Optional<EndUser> endUser = Optional.empty();
    private Optional<TokenUsage> usage = Optional.empty();
    private Charge charge = Charge.UNKNOWN;
    private List<Loss> losses = List.of();
    private Optional<Content> content = Optional.empty();
    private Optional<Routed> routed = Optional.empty();
    private long firstByteNanos = -1;
    private final StageTimes stages;
    private long ownNanos;
    private long bytesIn;
    private long bytesOut;

    JournalEntry(RequestId id, Client client, Asked asked, Instant started, Purpose purpose, StageTimes stages) {
        this.id = id;
        this.client = client;
        this.asked = asked;
        this.started = started;
        this.purpose = purpose;
        this.stages = stages;
    }

    public RequestId id() {
        return id;
    }

    public Client client() {
        return client;
    }

    /// When the call came in.
    public Instant started() {
        return started;
    }

    public Asked asked() {
        return asked;
    }

    public void asked(Asked facts) {
        this.asked = facts;
    }

    public void caller(Caller proven) {
        this.caller = Optional.of(proven);
    }

    /// Whom the caller names behind the call, where it is trusted to.
    public void endUser(EndUser named) {
        this.endUser = Optional.of(named);
    }

    /// Whom the caller names behind the call; empty when nobody, or when it is not trusted to.
    public Optional<EndUser> endUser() {
        return endUser;
    }

    public void attempted(Attempted attempt) {
        attempts.add(attempt);
    }

    /// Marks the end of our own work before the upstream is called; only the first mark counts.
    public void leaving() {
        if (ownNanos == 0) {
            ownNanos = System.nanoTime() - startNanos;
        }
    }

    /// Marks the end of a stage.
    public void passed(CallStage stage) {
        if (stages.areMeasured()) {
            stages.ended(stage, (System.nanoTime() - startNanos) / NANOS_PER_MICRO);
        }
    }

    /// Marks the first answer byte; only the first mark counts.
    public void firstByte() {
        if (firstByteNanos < 0) {
            firstByteNanos = System.nanoTime() - startNanos;
        }
    }

    public void spent(Optional<TokenUsage> tokens, Charge theirs) {
        this.usage = tokens;
        this.charge = theirs;
    }

    /// What the call used, for whoever is given its answer again.
    public Saving spending() {
        return new Saving(usage.map(TokenUsage::total).orElse(0L), charge.cost());
    }

    public void bytesIn(long bytes) {
        this.bytesIn = bytes;
    }

    public void bytesOut(long bytes) {
        this.bytesOut = bytes;
    }

    /// What a translation could not carry over.
    public void lost(List<Loss> all) {
        this.losses = all;
    }

    public void content(Content bodies) {
        this.content = Optional.of(bodies);
    }

    /// A guardrail looked at it.
    public void guarded(Guarded look) {
        guarded.add(look);
    }

    public void routed(Routed decision) {
        this.routed = Optional.of(decision);
    }

    /// Our own time so far or until [#leaving()], in microseconds.
    public long ownMicros() {
        return (ownNanos == 0 ? System.nanoTime() - startNanos : ownNanos) / NANOS_PER_MICRO;
    }

    CallRecord close(Outcome outcome) {
        long total = (System.nanoTime() - startNanos) / NANOS_PER_MICRO;
        long firstByte = firstByteNanos < 0 ? -1 : firstByteNanos / NANOS_PER_MICRO;
        return new CallRecord(
                id,
                client,
                caller,
                endUser,
                asked,
                List.copyOf(attempts),
                outcome,
                usage,
                charge,
                new Timing(started, total, firstByte, ownMicros(), stages),
                new Sizes(bytesIn, bytesOut),
                losses,
                content,
                routed,
                purpose,
                List.copyOf(guarded));
    }
}
