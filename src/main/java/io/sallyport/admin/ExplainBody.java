package io.sallyport.admin;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.routing.DescribedCall;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A call an operator asks about.
///
/// @param model what the client would put in `model`
/// @param key id of the key that would be shown; absent for anybody of the tenant
/// @param tenant id; the default tenant when absent
/// @param project id; the default project when absent
/// @param groups of the person
/// @param operation such as `chat`, which is the usual one
/// @param dialect `openai`, which is the usual one, or another form of clients
/// @param headers request headers by name
/// @param body what would be sent; facts that are not given are taken from it, and losses are told
/// @param workload kind of work, when no header says it
/// @param promptTokens tokens of the prompt
/// @param outputCap most tokens of the answer
/// @param conversation what makes the conversation; any text
record ExplainBody(
        String model,
        Optional<String> key,
        Optional<String> tenant,
        Optional<String> project,
        Optional<List<String>> groups,
        Optional<String> operation,
        Optional<String> dialect,
        Optional<Map<String, String>> headers,
        Optional<Json> body,
        Optional<String> workload,
        Optional<Long> promptTokens,
        Optional<Long> outputCap,
        Optional<Boolean> tools,
        Optional<Boolean> images,
        Optional<Boolean> stream,
        Optional<String> conversation) {
    private static final long BYTES_PER_TOKEN = 4;

    /// Errors: BadRequest for an operation nobody knows, and for a body its dialect refuses.
    DescribedCall described(Caller caller, ClientDialect speaks, String workloadHeader) {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.orElse(Map.of()).forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        Json sent = body.orElse(Json.NULL);
        return new DescribedCall(
                caller,
                asked(),
                speaks,
                model,
                stream.orElseGet(() -> sent.get("stream").boolOr(false)),
                lower,
                Optional.ofNullable(lower.get(workloadHeader))
                        .or(() -> Optional.ofNullable(lower.get("x-workload")))
                        .or(() -> workload)
                        .or(() -> Optional.of(sent.path("metadata.workload").textOr(""))
                                .filter(word -> !word.isEmpty())),
                promptTokens.orElseGet(() -> body.isPresent() ? sent.bytes().length() / BYTES_PER_TOKEN : 0),
                outputCap,
                tools.orElseGet(() -> sent.get("tools").size() > 0),
                images.orElseGet(() -> sent.toString().contains("\"image")),
                conversation.orElse(""),
                body.map(json -> request(json, speaks)));
    }

    private Operation asked() {
        String word = operation.orElse("chat");
        return Arrays.stream(Operation.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new BadRequest("invalid_value", "There is no such operation.", "operation").asException());
    }

    private RawRequest request(Json json, ClientDialect speaks) {
        Bytes bytes = JsonObject.from(json).put("model", model).toJson().bytes();
        return new RawRequest(
                asked(),
                "POST",
                path(asked()),
                "",
                "application/json",
                bytes,
                speaks.read(asked(), path(asked()), bytes));
    }

    private static String path(Operation operation) {
        return switch (operation) {
            case CHAT -> "/v1/chat/completions";
            case COMPLETION -> "/v1/completions";
            case RESPONSE -> "/v1/responses";
            case MESSAGE -> "/v1/messages";
            case EMBEDDING -> "/v1/embeddings";
            case MODERATION -> "/v1/moderations";
            case IMAGE -> "/v1/images/generations";
            default -> "/v1/" + operation.word();
        };
    }
}
