package io.sallyport.journal;

import io.sallyport.identity.Caller;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.DailyActive.Surface;
import io.sallyport.telemetry.LabelCap;
import io.sallyport.telemetry.LabelTree;
import io.sallyport.telemetry.Meters;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts every finished call (requirements OB4 to OB6).
///
/// Threads: safe; for label values seen before it looks up and adds, without allocating.
public final class MetricsSink implements JournalSink {

    /// Whether series say which user and key they belong to (requirement C38).
    public enum Identities {
        SHOWN,
        HIDDEN
    }

    private final CallMeters.Families families;
    private final DailyActive active;
    private final Identities identities;
    private final int cap;
    private final AtomicInteger known = new AtomicInteger();
    private final LabelTree<CallMeters> tree = new LabelTree<>();
    private final CallMeters overflow;
    private final SideMeters sides;

    public MetricsSink(Meters meters, DailyActive active, Identities identities) {
        this.families = CallMeters.Families.declare(meters);
        this.sides = new SideMeters(meters);
        this.active = active;
        this.identities = identities;
        this.cap = meters.maxSeries();
        this.overflow =
                families.of(List.of(LabelCap.OTHER, LabelCap.OTHER, LabelCap.OTHER, LabelCap.OTHER, LabelCap.OTHER));
    }

    @Override
    public void take(CallRecord call) {
        if (call.purpose() != Purpose.CLIENT) {
            sides.count(call);
            return;
        }
        String user = call.caller().isPresent() ? user(call.caller().get()) : "";
        String key = call.caller().isPresent() ? key(call.caller().get()) : "";
        List<Attempted> attempts = call.attempts();
        // A name that led to no backend is only a client's word; an open list of them would not be a label.
        String model = attempts.isEmpty() ? unresolved(call) : call.asked().model();
        for (int at = 0; at < attempts.size() - 1; at++) {
            meters(user, key, attempts.get(at).backend(), model).failedOver(attempts.get(at));
        }
        if (attempts.isEmpty()) {
            meters(user, key, "", model).count(call);
        } else {
            CallMeters last = meters(user, key, attempts.getLast().backend(), model);
            last.attempted(attempts.getLast());
            last.count(call);
        }
        note(user, key);
    }

    private void note(String user, String key) {
        if (!user.isEmpty()) {
            active.seen(Surface.GATEWAY, user);
        } else if (!key.isEmpty()) {
            active.seen(Surface.GATEWAY, key);
        }
    }

    private CallMeters meters(String user, String key, String backend, String model) {
        boolean shown = identities == Identities.SHOWN;
        LabelTree<CallMeters> branch =
                tree.at(shown ? user : "").at(shown ? key : "").at(backend);
        LabelTree<CallMeters> leaf = known.get() < cap ? branch.at(model) : branch.existing(model);
        if (leaf == null) {
            return overflow;
        }
        CallMeters there = leaf.meters();
        return there != null ? there : leaf.meters(() -> fresh(shown ? user : "", shown ? key : "", backend, model));
    }

    private CallMeters fresh(String user, String key, String backend, String model) {
        known.incrementAndGet();
        return families.of(List.of(user, key, "", backend, model));
    }

    private static String unresolved(CallRecord call) {
        return call.asked().model().isEmpty() ? "" : LabelCap.OTHER;
    }

    private static String user(Caller caller) {
        return caller.user().isPresent() ? caller.user().get().value() : "";
    }

    private static String key(Caller caller) {
        return caller.key().isPresent() ? caller.key().get().value() : "";
    }
}
