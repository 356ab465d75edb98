package io.sallyport.provider.huggingface;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.EmbeddingList;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import java.util.Optional;
import java.util.Set;

/// Embeddings by Hugging Face's task of that name, for models that make one vector of a text.
///
/// Source: Hugging Face documentation, inference providers, feature extraction.
final class FeatureExtraction implements Conversion {
    private static final Set<String> READ = Set.of("model", "input", "encoding_format");

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return "/hf-inference/models/" + model + "/pipeline/feature-extraction";
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        if (!model.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?")) {
            throw asked.get("model").problem("is no name of a model on Hugging Face");
        }
        losses.unread(asked, READ, "");
        JsonArray texts = Json.array();
        Given.texts(asked.get("input")).forEach(texts::add);
        return Json.object().put("inputs", texts).toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        return EmbeddingList.of(answered.elements(), asked, model, Optional.empty());
    }
}
