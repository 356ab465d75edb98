package io.sallyport.dialect.gemini;

import io.sallyport.dialect.ClientConversion;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Embeddings as Gemini's clients ask for them: one content, or many of which each says for itself how.
///
/// Source: Gemini API reference, `models.embedContent`, `models.batchEmbedContents`.
final class ContentEmbeddings implements ClientConversion {
    private static final Set<String> READ = Set.of("model", "content", "outputDimensionality");

    @Override
    public String path() {
        return "/v1/embeddings";
    }

    @Override
    public Json read(Json asked, Losses losses) {
        List<Json> requests =
                isOne(asked) ? List.of(asked) : asked.get("requests").elements();
        JsonArray texts = Json.array();
        for (Json request : requests) {
            Spelling.unread(losses, request, READ, "");
            texts.add(text(request.get("content")));
        }
        JsonObject body = Json.object().put("input", texts);
        size(requests).ifPresent(size -> body.put("dimensions", size));
        return body.toJson();
    }

    private static boolean isOne(Json asked) {
        return asked.get("content").isPresent();
    }

    private static String text(Json content) {
        return content.get("parts").elements().stream()
                .map(part -> part.get("text").text())
                .collect(Collectors.joining("\n"));
    }

    /// Errors: JsonProblem for vectors of several sizes, which nobody else makes in one call.
    private static Optional<Long> size(List<Json> requests) {
        Optional<Long> first = Optional.empty();
        for (int i = 0; i < requests.size(); i++) {
            Json said = Spelling.get(requests.get(i), "outputDimensionality");
            Optional<Long> size = Given.whole(said);
            if (i > 0 && !size.equals(first)) {
                throw said.problem("must be the same for all contents");
            }
            first = size;
        }
        return first;
    }

    @Override
    public Json shown(Json answered, Json asked) {
        JsonArray rows = Json.array();
        answered.get("data").elements().forEach(row -> rows.add(Json.object().put("values", row.get("embedding"))));
        return isOne(asked)
                ? Json.object().put("embedding", rows.toJson().at(0)).toJson()
                : Json.object().put("embeddings", rows).toJson();
    }
}
