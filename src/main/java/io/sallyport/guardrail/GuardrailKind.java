package io.sallyport.guardrail;

import io.sallyport.json.Json;
import java.util.function.Function;

/// A kind of guardrail that can be set up.
///
/// @param type word in `type`
/// @param description one sentence for operators
/// @param reader makes one from its `config`; throws JsonProblem or IllegalArgumentException when it cannot
public record GuardrailKind(String type, String description, Function<Json, Guardrail> reader) {}
