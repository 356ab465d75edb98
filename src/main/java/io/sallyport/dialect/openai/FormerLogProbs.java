package io.sallyport.dialect.openai;

import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;

/// How likely the words of a legacy completion were: a list for each thing that is said of its tokens.
///
/// Source: OpenAI API reference, completion object.
final class FormerLogProbs {
    private FormerLogProbs() {}

    /// @param offset letters of the answer that came before
    /// @return JSON null for none
    static Json written(List<TokenOdds> odds, int offset) {
        if (odds.isEmpty()) {
            return Json.NULL;
        }
        JsonArray offsets = Json.array();
        JsonArray likely = Json.array();
        JsonArray tokens = Json.array();
        JsonArray top = Json.array();
        int at = offset;
        for (TokenOdds token : odds) {
            offsets.add(at);
            at += token.token().length();
            likely.add(token.logProbability());
            tokens.add(token.token());
            JsonObject others = Json.object();
            token.others().forEach(other -> others.put(other.token(), other.logProbability()));
            top.add(others);
        }
        return Json.object()
                .put("text_offset", offsets)
                .put("token_logprobs", likely)
                .put("tokens", tokens)
                .put("top_logprobs", top)
                .toJson();
    }
}
