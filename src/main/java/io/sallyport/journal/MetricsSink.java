package io.sallyport.journal;

import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.DailyActive.Surface;
import io.sallyport.telemetry.LabelCap;
import io.sallyport.telemetry.LabelTree;
import io.sallyport.telemetry.Meters;
import java.util.List;
import java.util.Optional;
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
    private final EndUserMeters endUsers;

    public MetricsSink(Meters meters, DailyActive active, Identities identities) {
        this.families = CallMeters.Families.declare(meters);
        this.sides = new SideMeters(meters);
        this.endUsers = new EndUserMeters(meters);
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
        LabelTree<CallMeters> caller = tree.at(shown(user)).at(shown(key)).at(profile(call));
        for (int at = 0; at < attempts.size() - 1; at++) {
            meters(caller, call, attempts.get(at).backend(), model).failedOver(attempts.get(at));
        }
        if (attempts.isEmpty()) {
            meters(caller, call, "", model).count(call);
        } else {
            CallMeters last = meters(caller, call, attempts.getLast().backend(), model);
            last.attempted(attempts.getLast());
            last.count(call);
        }
        note(user, key);
        if (call.endUser().isPresent()) {
            endUser(call.endUser().get(), model, call);
        }
    }

    /// The person behind Open WebUI, or whichever program is trusted to name one (requirement OB20).
    private void endUser(EndUser person, String model, CallRecord call) {
        active.seen(Surface.OPEN_WEBUI, person.identity());
        if (identities == Identities.SHOWN) {
            endUsers.count(person.identity(), model, call);
        }
    }

    private void note(String user, String key) {
        if (!user.isEmpty()) {
            active.seen(Surface.GATEWAY, user);
        } else if (!key.isEmpty()) {
            active.seen(Surface.GATEWAY, key);
        }
    }

    private CallMeters meters(LabelTree<CallMeters> caller, CallRecord call, String backend, String model) {
        LabelTree<CallMeters> branch = caller.at(backend);
        LabelTree<CallMeters> leaf = known.get() < cap ? branch.at(model) : branch.existing(model);
        if (leaf == null) {
            return overflow;
        }
        CallMeters there = leaf.meters();
        return there != null ? there : leaf.meters(() -> fresh(call, backend, model));
    }

    private CallMeters fresh(CallRecord call, String backend, String model) {
        known.incrementAndGet();
        String user = call.caller().map(MetricsSink::user).orElse("");
        String key = call.caller().map(MetricsSink::key).orElse("");
        return families.of(List.of(shown(user), shown(key), profile(call), backend, model));
    }

    private String shown(String name) {
        return identities == Identities.SHOWN ? name : "";
    }

    private static String profile(CallRecord call) {
        Optional<BackendProfileId> profile =
                call.caller().isPresent() ? call.caller().get().reach().profile() : Optional.empty();
        return profile.isPresent() ? profile.get().value() : "";
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
