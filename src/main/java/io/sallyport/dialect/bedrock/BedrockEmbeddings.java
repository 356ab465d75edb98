package io.sallyport.dialect.bedrock;

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

/// Embeddings by Titan and by Cohere on Bedrock, each in its maker's form.
///
/// Titan takes one text a call.
/// Source: Amazon Bedrock user guide, inference parameters: Titan text embeddings, Cohere Embed v3 and v4.
public final class BedrockEmbeddings implements Conversion {
    private static final Set<String> READ = Set.of("model", "input", "dimensions", "encoding_format", "input_type");

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return BedrockPath.of(model, "invoke");
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        List<String> texts = Given.texts(asked.get("input"));
        return isCohere(model) ? cohere(asked, texts) : titan(asked, texts, model);
    }

    private static boolean isCohere(String model) {
        return model.contains("cohere.embed");
    }

    private static Json cohere(Json asked, List<String> texts) {
        JsonArray all = Json.array();
        texts.forEach(all::add);
        JsonObject body = Json.object()
                .put("texts", all)
                .put("input_type", asked.get("input_type").textOr("search_document"))
                .put("embedding_types", Json.array().add("float"));
        Given.whole(asked.get("dimensions")).ifPresent(size -> body.put("output_dimension", size));
        return body.toJson();
    }

    private static Json titan(Json asked, List<String> texts, String model) {
        if (!model.contains("amazon.titan-embed-text")) {
            throw asked.get("model").problem("is no model of Bedrock whose embeddings are known here");
        }
        if (texts.size() != 1) {
            throw asked.get("input").problem("has one text a call for this model");
        }
        JsonObject body = Json.object().put("inputText", texts.getFirst());
        Given.whole(asked.get("dimensions")).ifPresent(size -> body.put("dimensions", size));
        return body.toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        if (isCohere(model)) {
            Json embeddings = answered.get("embeddings");
            Json vectors = embeddings.isArray() ? embeddings : embeddings.get("float");
            return EmbeddingList.of(vectors.elements(), asked, model, Optional.empty());
        }
        Json vector = answered.get("embedding");
        return EmbeddingList.of(
                List.of(vector.isPresent() ? vector : answered.path("embeddingsByType.float")),
                asked,
                model,
                Given.whole(answered.get("inputTextTokenCount")));
    }
}
