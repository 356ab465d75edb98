package io.sallyport.guardrail;

import io.sallyport.identity.Caller;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.time.Clock;

/// The guardrails of one moment.
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
        this.snapshot = snapshot(settings);
    }

    /// Those of one moment, by where they stand.
    private record Snapshot(GuardrailSettings settings, GuardrailPanel all, GuardrailPanel in, GuardrailPanel out) {}

    private Snapshot snapshot(GuardrailSettings settings) {
        GuardrailPanel all = new GuardrailPanel(
                settings.rules().stream().map(rule -> rule.letOut(outside)).toList(), clock);
        return new Snapshot(
                settings,
                all,
                all.only(rule -> rule.layer() == Layer.INPUT),
                all.only(rule -> rule.layer() == Layer.OUTPUT));
    }

    /// Takes over changed settings from the next call on.
    public void configure(GuardrailSettings settings) {
        snapshot = snapshot(settings);
    }

    /// Those at one door that are for a call.
    public GuardrailPanel of(Layer layer, Caller caller, String model) {
        GuardrailPanel panel = switch (layer) {
            case INPUT -> snapshot.in();
            case OUTPUT -> snapshot.out();
        };
        return panel.only(rule -> rule.scope().covers(caller, model));
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
