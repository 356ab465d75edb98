package io.sallyport.dialect.gemini;

import io.sallyport.dialect.CarriedSignature;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads whole answers of Gemini's form.
///
/// Source: Gemini API reference, GenerateContentResponse.
final class GeminiReplies {
    private GeminiReplies() {}

    static ChatReply whole(Json body, Losses losses) {
        Json candidates = body.get("candidates");
        if (!candidates.at(0).isObject() && !isBlocked(body)) {
            throw candidates.at(0).problem("must be an object");
        }
        List<ChatReply> all = new ArrayList<>();
        all.add(reply(body, candidates.at(0), losses));
        for (int i = 1; i < candidates.size(); i++) {
            all.add(reply(body, candidates.at(i), losses));
        }
        return ChatReply.of(all);
    }

    private static ChatReply reply(Json body, Json candidate, Losses losses) {
        noteSources(candidate, losses);
        String id = body.get("responseId").textOr("");
        List<Part> parts = new ArrayList<>();
        int calls = 0;
        for (Json part : parts(candidate)) {
            if (part.get("functionCall").isObject()) {
                parts.add(call(part, id, calls++));
            } else if (part.get("text").isText()) {
                String text = part.get("text").text();
                parts.add(isThought(part) ? new Part.Thought(text, "") : new Part.Text(text));
            } else {
                noteOther(part, losses);
            }
        }
        return new ChatReply(
                id,
                body.get("modelVersion").textOr(""),
                parts,
                reason(body, candidate),
                Optional.empty(),
                GeminiOdds.read(candidate),
                List.of());
    }

    private static Part.ToolUse call(Json part, String answer, int number) {
        Json call = part.get("functionCall");
        return new Part.ToolUse(callId(part, answer, number), call.get("name").text(), arguments(call));
    }

    /// What an answer was drawn from is said nowhere else.
    static void noteSources(Json candidate, Losses losses) {
        if (candidate.get("groundingMetadata").isPresent()
                || candidate.get("citationMetadata").isPresent()) {
            losses.dropped("answer.citations");
        }
    }

    /// A part that is neither text nor call, such as a picture or a program.
    static void noteOther(Json part, Losses losses) {
        part.fields().stream()
                .filter(field -> field.value().isObject())
                .forEach(field -> losses.dropped("answer." + field.name()));
    }

    /// The parts of a candidate; none when it was cut off before its first.
    static List<Json> parts(Json candidate) {
        Json parts = candidate.path("content.parts");
        return parts.isPresent() ? parts.elements() : List.of();
    }

    static boolean isThought(Json part) {
        return part.get("thought").boolOr(false);
    }

    /// An id for a call, signature included; older models give none, so it is made of the answer's.
    static String callId(Json part, String answer, int number) {
        String own = part.path("functionCall.id").textOr("");
        String id = own.isEmpty() ? "call_" + answer.replaceAll("[^A-Za-z0-9_-]", "") + "_" + number : own;
        return CarriedSignature.in(id, part.get("thoughtSignature").textOr(""));
    }

    static String arguments(Json call) {
        return call.get("args").isObject() ? call.get("args").toString() : "{}";
    }

    /// Whether the question itself was refused.
    static boolean isBlocked(Json body) {
        return body.path("promptFeedback.blockReason").isPresent();
    }

    /// Why an answer ended, or would have.
    static StopReason reason(Json body, Json candidate) {
        return isBlocked(body)
                ? StopReason.REFUSED
                : switch (candidate.get("finishReason").textOr("")) {
                    case "MAX_TOKENS" -> StopReason.LENGTH;
                    case "SAFETY",
                            "RECITATION",
                            "LANGUAGE",
                            "BLOCKLIST",
                            "PROHIBITED_CONTENT",
                            "SPII",
                            "IMAGE_SAFETY",
                            "IMAGE_PROHIBITED_CONTENT",
                            "IMAGE_RECITATION" -> StopReason.REFUSED;
                    default -> StopReason.DONE;
                };
    }
}
