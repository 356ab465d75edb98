package io.sallyport.dialect.cohere;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.Rerank;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Set;

/// Rankings by Cohere, which takes texts only.
///
/// Source: Cohere API reference, rerank v2.
public final class CohereRerank implements Conversion {
    private static final Set<String> READ =
            Set.of("model", "query", "documents", "top_n", "return_documents", "max_tokens_per_doc");

    @Override
    public String takes() {
        return Rerank.PATH;
    }

    @Override
    public String path(String model) {
        return "/v2/rerank";
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonObject body = Json.object()
                .put("model", model)
                .put("query", asked.get("query").text())
                .put("documents", Rerank.texts(asked, losses));
        Given.whole(asked.get("top_n")).ifPresent(most -> body.put("top_n", most));
        Given.whole(asked.get("max_tokens_per_doc")).ifPresent(most -> body.put("max_tokens_per_doc", most));
        return body.toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        return Rerank.answer(
                answered.get("results").elements(),
                asked,
                model,
                Given.whole(answered.path("meta.tokens.input_tokens")));
    }
}
