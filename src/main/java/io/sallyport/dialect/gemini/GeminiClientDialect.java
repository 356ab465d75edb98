package io.sallyport.dialect.gemini;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.ClientConversion;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.ErrorBody;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import java.util.Optional;

/// Gemini's wire form, whose requests name their model in the path.
///
/// Source: Gemini API reference; Google API design guide, errors.
public final class GeminiClientDialect implements ClientDialect {
    /// What logs and providers call it.
    public static final String NAME = "gemini";

    private static final ClientConversion EMBEDDINGS = new ContentEmbeddings();
    private static final long MOST_TOKENS = 100_000_000;
    private static final long MOST_CHOICES = 128;
    private static final String DETAIL = "type.googleapis.com/google.rpc.ErrorInfo";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RequestFacts read(Operation operation, String path, Bytes body) {
        GeminiPath asked = GeminiPath.read(path);
        JsonScan scan = JsonScan.object(body);
        if (operation == Operation.EMBEDDING) {
            return embedding(asked, scan);
        }
        boolean counts = asked.method().equals(GeminiPath.COUNT);
        if (!scan.startsWith("contents", '[') && !(counts && isWrapped(scan))) {
            throw new BadRequest("invalid_type", "'contents' must be an array.", "contents").asException();
        }
        Optional<JsonScan> config =
                either(scan, "generationConfig", "generation_config").map(JsonScan::object);
        return new RequestFacts(
                Optional.of(asked.model()),
                Optional.empty(),
                asked.streams(),
                true,
                whole(config, "maxOutputTokens", "max_output_tokens", MOST_TOKENS),
                whole(config, "candidateCount", "candidate_count", MOST_CHOICES).orElse(1L));
    }

    private static RequestFacts embedding(GeminiPath asked, JsonScan scan) {
        boolean one = asked.method().equals(GeminiPath.EMBED);
        String name = one ? "content" : "requests";
        if (!scan.startsWith(name, one ? '{' : '[')) {
            throw new BadRequest("invalid_type", "'" + name + "' is missing or of another type.", name).asException();
        }
        return new RequestFacts(Optional.of(asked.model()), Optional.empty(), false, true, Optional.empty(), 1);
    }

    private static boolean isWrapped(JsonScan scan) {
        return either(scan, "generateContentRequest", "generate_content_request")
                .isPresent();
    }

    private static Optional<Bytes> either(JsonScan scan, String camel, String underscored) {
        return scan.startsWith(camel, '{')
                ? scan.value(camel)
                : scan.startsWith(underscored, '{') ? scan.value(underscored) : Optional.empty();
    }

    private static Optional<Long> whole(Optional<JsonScan> config, String camel, String underscored, long most) {
        Optional<Long> value = config.flatMap(scan -> scan.whole(camel).or(() -> scan.whole(underscored)));
        if (value.isPresent() && (value.get() < 1 || value.get() > most)) {
            throw new BadRequest("invalid_value", "'" + camel + "' must be 1 to " + most + ".", camel).asException();
        }
        return value;
    }

    @Override
    public ClientChat chat(Operation operation) {
        return new GeminiChat();
    }

    @Override
    public Optional<ClientConversion> conversion(Operation operation) {
        return operation == Operation.EMBEDDING ? Optional.of(EMBEDDINGS) : Optional.empty();
    }

    @Override
    public Bytes error(int status, ErrorBody error) {
        return tree(status, error).bytes();
    }

    @Override
    public Bytes errorEvent(Operation operation, ErrorBody error) {
        return Bytes.of("data: " + tree(500, error) + "\n\n");
    }

    private static Json tree(int status, ErrorBody error) {
        JsonObject detail =
                Json.object().put("@type", DETAIL).put("reason", error.code()).put("domain", "sallyport");
        if (!error.param().isEmpty()) {
            detail.put("metadata", Json.object().put("param", error.param()));
        }
        return Json.object()
                .put(
                        "error",
                        Json.object()
                                .put("code", status)
                                .put("message", error.message())
                                .put("status", word(status))
                                .put("details", Json.array().add(detail)))
                .toJson();
    }

    private static String word(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 402, 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}
