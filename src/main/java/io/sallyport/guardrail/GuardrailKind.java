package io.sallyport.guardrail;

import io.sallyport.crypto.TextDigest;
import io.sallyport.json.Canonical;
import io.sallyport.json.Json;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A kind of guardrail that can be set up.
///
/// @param type word in `type`
/// @param description one sentence for operators
/// @param reader makes one from its `config`; throws JsonProblem or IllegalArgumentException when it cannot
/// @param ofMachine words of its `config` that name files or code of the machine, which only the settings may
///     say: whoever operates the gateway need not own the machine it runs on
public record GuardrailKind(
        String type, String description, Function<Json, Guardrail> reader, Set<String> ofMachine, Home home) {
    /// Where guardrails of a kind can be set up.
    public enum Home {
        /// In the settings, and in the database by operators.
        ANYWHERE,
        /// In the settings alone.
        SETTINGS
    }

    /// A kind that names nothing of the machine.
    public GuardrailKind(String type, String description, Function<Json, Guardrail> reader) {
        this(type, description, reader, Set.of(), Home.ANYWHERE);
    }

    /// A kind that runs code of the machine.
    public static GuardrailKind ofMachine(String type, String description, Function<Json, Guardrail> reader) {
        return new GuardrailKind(type, description, reader, Set.of(), Home.SETTINGS);
    }

    /// A digest of what a kind is told, to see whether it was told something else.
    public static String mark(Json config) {
        TextDigest digest = TextDigest.of(List.of());
        Canonical.write(config, digest::add);
        return digest.text();
    }
}
