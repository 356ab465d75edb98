package io.sallyport.dialect.cohere;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.EmbeddingList;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.Set;

/// Embeddings by Cohere.
///
/// Source: Cohere API reference, embed v2.
public final class CohereEmbeddings implements Conversion {
    private static final Set<String> READ =
            Set.of("model", "input", "dimensions", "encoding_format", "input_type", "truncate");

    @Override
    public String takes() {
        return "/v1/embeddings";
    }

    @Override
    public String path(String model) {
        return "/v2/embed";
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonArray texts = Json.array();
        Given.texts(asked.get("input")).forEach(texts::add);
        JsonObject body = Json.object()
                .put("model", model)
                .put("texts", texts)
                .put("input_type", asked.get("input_type").textOr("search_document"))
                .put("embedding_types", Json.array().add("float"));
        Given.whole(asked.get("dimensions")).ifPresent(size -> body.put("output_dimension", size));
        Given.text(asked.get("truncate")).ifPresent(word -> body.put("truncate", word));
        return body.toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        return EmbeddingList.of(
                answered.path("embeddings.float").elements(),
                asked,
                model,
                Given.whole(answered.path("meta.billed_units.input_tokens")));
    }
}
