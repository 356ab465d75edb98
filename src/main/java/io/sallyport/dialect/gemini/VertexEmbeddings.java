package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.EmbeddingList;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Embeddings of OpenAI's form as they are asked of Vertex AI, which counts tokens text by text.
///
/// Source: Vertex AI API reference, text embeddings.
public final class VertexEmbeddings implements Conversion {
    private static final Set<String> READ = Set.of("model", "input", "dimensions", "encoding_format");

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return new GeminiPath(model, "predict").below("/v1/models/");
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonArray texts = Json.array();
        Given.texts(asked.get("input")).forEach(text -> texts.add(Json.object().put("content", text)));
        JsonObject body = Json.object().put("instances", texts);
        Given.whole(asked.get("dimensions"))
                .ifPresent(size -> body.put("parameters", Json.object().put("outputDimensionality", size)));
        return body.toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        List<Json> rows = answered.get("predictions").elements();
        List<Json> vectors =
                rows.stream().map(row -> row.path("embeddings.values")).toList();
        long tokens = rows.stream()
                .map(row -> row.path("embeddings.statistics.token_count"))
                .filter(Json::isPresent)
                .mapToLong(count -> count.decimal().longValue())
                .sum();
        return EmbeddingList.of(vectors, asked, model, tokens > 0 ? Optional.of(tokens) : Optional.empty());
    }
}
