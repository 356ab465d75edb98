package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.ErrorBody;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.util.List;
import java.util.Optional;

/// OpenAI's wire form, spoken by most clients.
///
/// Source: OpenAI API reference (chat, completions, responses, embeddings, images, audio).
public final class OpenAiClientDialect implements ClientDialect {
    private static final List<String> OUTPUT_CAPS = List.of("max_completion_tokens", "max_tokens", "max_output_tokens");

    /// Largest number of tokens or choices that is plausible; more is refused (security catalogue, Q07).
    private static final long MOST_TOKENS = 100_000_000;

    private static final long MOST_CHOICES = 128;

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public RequestFacts read(Operation operation, String path, Bytes body) {
        JsonScan scan = JsonScan.object(body);
        checkShape(operation, scan);
        boolean stream = scan.bool("stream").orElse(false);
        return new RequestFacts(
                scan.text("model"),
                scan.value("model"),
                stream,
                stream && asksForUsage(scan),
                outputCap(scan),
                choices(scan));
    }

    private static void checkShape(Operation operation, JsonScan scan) {
        if (operation == Operation.CHAT && !scan.startsWith("messages", '[')) {
            boolean missing = scan.value("messages").isEmpty();
            throw refused(
                    missing ? "invalid_value" : "invalid_type",
                    missing ? "'messages' is required." : "'messages' must be an array.",
                    "messages");
        }
    }

    private static boolean asksForUsage(JsonScan scan) {
        return scan.startsWith("stream_options", '{')
                && scan.value("stream_options")
                        .map(options -> JsonScan.object(options).bool("include_usage"))
                        .orElse(Optional.empty())
                        .orElse(false);
    }

    private static Optional<Long> outputCap(JsonScan scan) {
        Optional<Long> largest = Optional.empty();
        for (String name : OUTPUT_CAPS) {
            Optional<Long> cap = scan.whole(name);
            if (cap.isPresent() && inRange(name, cap.get(), MOST_TOKENS) > largest.orElse(0L)) {
                largest = cap;
            }
        }
        return largest;
    }

    private static long choices(JsonScan scan) {
        return inRange("n", scan.whole("n").orElse(1L), MOST_CHOICES);
    }

    private static long inRange(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw refused("invalid_value", "'" + name + "' must be 1 to " + most + ".", name);
        }
        return value;
    }

    private static RefusedException refused(String code, String message, String param) {
        return new RefusedException(new BadRequest(code, message, param));
    }

    @Override
    public ClientChat chat(Operation operation) {
        return switch (operation) {
            case RESPONSE -> new ResponsesChat();
            case COMPLETION -> new CompletionsChat();
            default -> new OpenAiChat();
        };
    }

    @Override
    public Bytes error(int status, ErrorBody error) {
        return tree(error).bytes();
    }

    @Override
    public Bytes errorEvent(Operation operation, ErrorBody error) {
        return operation == Operation.RESPONSE
                ? ResponsesEvents.error(error)
                : Bytes.of("data: " + tree(error) + "\n\n");
    }

    private static Json tree(ErrorBody error) {
        Json param = error.param().isEmpty() ? Json.NULL : Json.of(error.param());
        return Json.object()
                .put(
                        "error",
                        Json.object()
                                .put("message", error.message())
                                .put("type", error.type())
                                .put("param", param)
                                .put("code", error.code()))
                .toJson();
    }
}
