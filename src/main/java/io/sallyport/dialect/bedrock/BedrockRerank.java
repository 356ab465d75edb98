package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.Rerank;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/// Rankings by Amazon's and Cohere's models on Bedrock.
///
/// Source: Amazon Bedrock user guide, use a reranker model; Cohere Rerank 3.5 on Bedrock.
public final class BedrockRerank implements Conversion {
    private static final Set<String> READ = Set.of("model", "query", "documents", "top_n", "return_documents");
    private static final int COHERE_VERSION = 2;

    @Override
    public String takes() {
        return Rerank.PATH;
    }

    @Override
    public String path(String model) {
        return BedrockPath.of(model, "invoke");
    }

    @Override
    public Json write(Json asked, String model, Losses losses) {
        losses.unread(asked, READ, "");
        JsonObject body =
                Json.object().put("query", asked.get("query").text()).put("documents", Rerank.texts(asked, losses));
        Given.whole(asked.get("top_n")).ifPresent(most -> body.put("top_n", most));
        if (model.contains("cohere.")) {
            body.put("api_version", COHERE_VERSION);
        }
        return body.toJson();
    }

    @Override
    public Json answer(Json answered, Json asked, String model, Losses losses) {
        return Rerank.answer(answered.get("results").elements(), asked, model, Optional.empty());
    }
}
