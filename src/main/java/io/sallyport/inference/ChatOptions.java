package io.sallyport.inference;

import io.sallyport.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a chat is to be answered; empty where the client did not say.
///
/// @param outputCap most tokens of the answer
/// @param topK most words to choose among
/// @param stop texts that end the answer
/// @param effort how hard to think
/// @param answer what the answer must look like
/// @param user whom the client asks for, as the vendor may know it
/// @param seed makes answers repeat, as far as the vendor can
/// @param frequencyPenalty against words said often
/// @param presencePenalty against words said at all
/// @param cacheKey finds the vendor's prompt cache again
/// @param odds how many other tokens to tell beside each of the answer, with how likely they were; empty when
///     nobody asks how likely
/// @param choices answers to the same chat, 1 or more
/// @param rest what only vendors of the client's own family understand
public record ChatOptions(
        Optional<Long> outputCap,
        Optional<BigDecimal> temperature,
        Optional<BigDecimal> topP,
        Optional<Long> topK,
        List<String> stop,
        Optional<Effort> effort,
        AnswerForm answer,
        Optional<String> user,
        Optional<Long> seed,
        Optional<BigDecimal> frequencyPenalty,
        Optional<BigDecimal> presencePenalty,
        Optional<String> cacheKey,
        Optional<Long> odds,
        long choices,
        Rest rest) {
    public ChatOptions {
        stop = List.copyOf(stop);
        choices = Math.max(1, choices);
    }

    /// How hard to think before answering.
    public enum Effort {
        NONE,
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH,
        XHIGH,
        MAX;

        /// The nearest between two of them.
        public Effort within(Effort least, Effort most) {
            return compareTo(least) < 0 ? least : compareTo(most) > 0 ? most : this;
        }

        /// As vendors spell it, for example `high`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
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
        /// @param strict the answer must fit, not only try to
        record Schema(String name, Json schema, boolean strict) implements AnswerForm {}
    }

    /// Members of a request that only vendors of one family of wire forms understand, as they came.
    ///
    /// @param family for example `openai`
    public record Rest(String family, List<Json.Field> members) {
        /// Nothing.
        public static final Rest NONE = new Rest("", List.of());

        public Rest {
            members = List.copyOf(members);
        }
    }
}
