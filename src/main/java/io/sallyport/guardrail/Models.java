package io.sallyport.guardrail;

import io.sallyport.lang.Secret;
import java.time.Duration;
import java.util.Optional;

/// The models of this gateway, for guardrails that ask one.
///
/// Such a call is a call like any other, paid by the key that is shown; only guardrails do not look at it.
@FunctionalInterface
public interface Models {
    /// What a model says.
    ///
    /// Errors: GuardrailFailed when it says nothing usable in time.
    /// Threads: waits.
    String answer(Question question);

    /// What a model is asked.
    ///
    /// @param model an alias, or a model of a backend
    /// @param key one of this gateway's client keys; empty where none is needed
    /// @param instructions its task
    /// @param text what it looks at
    record Question(String model, Optional<Secret> key, String instructions, String text, Duration patience) {}
}
