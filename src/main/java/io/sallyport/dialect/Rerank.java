package io.sallyport.dialect;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// Documents to be brought into an order, in the form of `/v1/rerank`.
///
/// Source: Jina API reference, reranker; Cohere API reference, rerank.
public final class Rerank {
    /// The path of such calls.
    public static final String PATH = "/v1/rerank";

    private Rerank() {}

    /// The documents as texts, for vendors that take nothing else.
    public static JsonArray texts(Json asked, Losses losses) {
        JsonArray texts = Json.array();
        for (Json document : asked.get("documents").elements()) {
            if (document.isObject() && document.size() > 1) {
                losses.changed("documents");
            }
            texts.add(text(document));
        }
        return texts;
    }

    private static String text(Json document) {
        return document.isText() ? document.text() : document.get("text").text();
    }

    /// The answer.
    ///
    /// @param results each with `index` and `relevance_score`
    /// @param tokens that were read; empty when the vendor does not say
    public static Json answer(List<Json> results, Json asked, String model, Optional<Long> tokens) {
        JsonArray rows = Json.array();
        for (Json result : results) {
            long index = result.get("index").asLong();
            JsonObject row = Json.object().put("index", index).put("relevance_score", result.get("relevance_score"));
            if (asked.get("return_documents").boolOr(false)) {
                Json document = asked.get("documents").at(Math.toIntExact(index));
                row.put("document", Json.object().put("text", text(document)));
            }
            rows.add(row);
        }
        JsonObject answer = Json.object().put("model", model).put("results", rows);
        tokens.ifPresent(count -> answer.put("usage", Json.object().put("total_tokens", count)));
        return answer.toJson();
    }
}
