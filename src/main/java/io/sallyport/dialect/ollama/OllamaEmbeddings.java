package io.sallyport.dialect.ollama;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.EmbeddingList;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.Set;

/// Embeddings by Ollama in its own form.
///
/// Source: Ollama documentation, API, generate embeddings.
public final class OllamaEmbeddings implements Conversion {
    private static final Set<String> READ = Set.of("model", "input", "dimensions", "encoding_format");

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return "/api/embed";
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonArray texts = Json.array();
        Given.texts(asked.get("input")).forEach(texts::add);
        JsonObject body = Json.object().put("model", model).put("input", texts);
        Given.whole(asked.get("dimensions")).ifPresent(size -> body.put("dimensions", size));
        return body.toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        return EmbeddingList.of(
                answered.get("embeddings").elements(), asked, model, Given.whole(answered.get("prompt_eval_count")));
    }
}
