package io.sallyport.inference;

import io.sallyport.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// How a chat is to be answered; empty where the client did not say.
///
/// @param outputCap most tokens of the answer
/// @param topK most words to choose among
/// @param stop texts that end the answer
/// @param effort how hard to think
/// @param answer what the answer must look like
/// @param user whom the client asks for, as the vendor may know it
public record ChatOptions(
        Optional<Long> outputCap,
        Optional<BigDecimal> temperature,
        Optional<BigDecimal> topP,
        Optional<Long> topK,
        List<String> stop,
        Optional<Effort> effort,
        AnswerForm answer,
        Optional<String> user) {
    public ChatOptions {
        stop = List.copyOf(stop);
    }

    /// How hard to think before answering.
    public enum Effort {
        NONE,
        LOW,
        MEDIUM,
        HIGH
    }

    /// What the answer must look like.
    public sealed interface AnswerForm {
        /// Anything.
        record Free() implements AnswerForm {}

        /// Some JSON object.
        record AnyObject() implements AnswerForm {}

        /// JSON of one schema.
        ///
        /// @param name of the schema, empty when it has none
        record Schema(String name, Json schema) implements AnswerForm {}
    }
}
