package io.sallyport.guardrail;

import io.sallyport.identity.Caller;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.time.Clock;
import java.util.function.Supplier;

/// The guardrails of one moment.
///
/// Threads: safe.
public final class Guardrails {
    private final Supplier<GuardrailSettings> settings;
    private final Clock clock;
    private volatile Snapshot snapshot;

    public Guardrails(Supplier<GuardrailSettings> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.snapshot = snapshot(settings.get());
    }

    private record Snapshot(GuardrailSettings settings, GuardrailPanel panel) {}

    private Snapshot snapshot(GuardrailSettings now) {
        return new Snapshot(now, new GuardrailPanel(now.rules(), clock));
    }

    private Snapshot current() {
        GuardrailSettings now = settings.get();
        if (!snapshot.settings().equals(now)) {
            snapshot = snapshot(now);
        }
        return snapshot;
    }

    /// Those at one door that are for a call.
    public GuardrailPanel of(Layer layer, Caller caller, String model) {
        return current().panel().of(layer, caller, model);
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
        return current().panel();
    }

    public GuardrailSettings settings() {
        return current().settings();
    }
}
