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

/// Embeddings of OpenAI's form as they are asked of Gemini: all texts in one batch.
///
/// Gemini does not say how many tokens it read.
/// Source: Gemini API reference, `models.batchEmbedContents`.
public final class GeminiEmbeddings implements Conversion {
    private static final Set<String> READ = Set.of("model", "input", "dimensions", "encoding_format");

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return new GeminiPath(model, GeminiPath.EMBED_ALL).below("/v1beta/models/");
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonArray requests = Json.array();
        for (String text : Given.texts(asked.get("input"))) {
            JsonObject request = Json.object()
                    .put("model", "models/" + model)
                    .put(
                            "content",
                            Json.object()
                                    .put("parts", Json.array().add(Json.object().put("text", text))));
            Given.whole(asked.get("dimensions")).ifPresent(size -> request.put("outputDimensionality", size));
            requests.add(request);
        }
        return Json.object().put("requests", requests).toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        List<Json> vectors = answered.get("embeddings").elements().stream()
                .map(row -> row.get("values"))
                .toList();
        return EmbeddingList.of(vectors, asked, model, Optional.empty());
    }
}
