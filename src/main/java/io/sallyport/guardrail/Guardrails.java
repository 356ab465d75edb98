package io.sallyport.guardrail;

import io.sallyport.identity.Caller;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/// The guardrails of one moment: those of the settings, then those that operators added.
///
/// Threads: safe.
public final class Guardrails {
    private final Outside outside;
    private final Clock clock;
    private volatile Snapshot snapshot;

    /// @param outside what those may ask that ask somebody
    public Guardrails(GuardrailSettings settings, Outside outside, Clock clock) {
        this.outside = outside;
        this.clock = clock;
        this.snapshot = snapshot(settings, List.of());
    }

    /// Those of one moment, by where they stand.
    private record Snapshot(
            GuardrailSettings settings,
            List<GuardrailRule> stored,
            GuardrailPanel all,
            GuardrailPanel in,
            GuardrailPanel out) {}

    private Snapshot snapshot(GuardrailSettings settings, List<GuardrailRule> stored) {
        List<GuardrailRule> rules = settings.enabled()
                ? Stream.concat(settings.rules().stream(), stored.stream())
                        .map(rule -> rule.ready(outside))
                        .toList()
                : List.of();
        GuardrailPanel all = new GuardrailPanel(rules, clock);
        return new Snapshot(
                settings,
                stored,
                all,
                all.only(rule -> rule.layer() == Layer.INPUT),
                all.only(rule -> rule.layer() == Layer.OUTPUT));
    }

    /// Takes over changed settings from the next call on.
    public synchronized void configure(GuardrailSettings settings) {
        snapshot = snapshot(settings, snapshot.stored());
    }

    /// Takes over those that operators added, from the next call on.
    synchronized void store(List<GuardrailRule> stored) {
        snapshot = snapshot(snapshot.settings(), List.copyOf(stored));
    }

    /// Those at one door that are for a call.
    public GuardrailPanel of(Layer layer, Caller caller, String model) {
        GuardrailPanel panel = switch (layer) {
            case INPUT -> snapshot.in();
            case OUTPUT -> snapshot.out();
        };
        return panel.isEmpty() ? panel : panel.only(rule -> rule.scope().covers(caller, model));
    }

    /// Nothing to do where no guardrail is for a call, or where what they cannot read may pass.
    ///
    /// Errors: BadRequest `guardrail_unsupported_content` in strict mode.
    ///
    /// @param what they cannot read, such as `realtime sessions`
    public void refuseUnread(Caller caller, String model, String what) {
        boolean looks = !of(Layer.INPUT, caller, model).isEmpty()
                || !of(Layer.OUTPUT, caller, model).isEmpty();
        if (looks && settings().strict()) {
            throw unsupported(what);
        }
    }

    /// What guardrails cannot check may not be sent.
    public static RefusedException unsupported(String place) {
        return new RefusedException(new BadRequest(
                "guardrail_unsupported_content",
                "The guardrails of this gateway cannot check '" + place + "', so it may not be sent.",
                place));
    }

    /// All of them.
    public GuardrailPanel all() {
        return snapshot.all();
    }

    public GuardrailSettings settings() {
        return snapshot.settings();
    }
}
