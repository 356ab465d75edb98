package io.sallyport.guardrail;

import io.sallyport.identity.Caller;
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

    /// All of them.
    public GuardrailPanel all() {
        return current().panel();
    }

    public GuardrailSettings settings() {
        return current().settings();
    }
}
