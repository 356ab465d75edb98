package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Given;
import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// How likely the words of a candidate were, as Gemini's form says it: what was written, and beside it what
/// might have been.
///
/// Source: Gemini API reference, LogprobsResult.
final class GeminiOdds {
    private static final String TOKEN = "token";
    private static final String LIKELY = "logProbability";

    private GeminiOdds() {}

    /// Those of a candidate; none when it says nothing.
    static List<TokenOdds> read(Json candidate) {
        Json result = candidate.get("logprobsResult");
        List<Json> chosen = Given.elements(result.get("chosenCandidates"));
        List<Json> top = Given.elements(result.get("topCandidates"));
        List<TokenOdds> odds = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            List<TokenOdds> others = i < top.size()
                    ? Given.elements(top.get(i).get("candidates")).stream()
                            .map(other -> token(other, List.of()))
                            .toList()
                    : List.of();
            odds.add(token(chosen.get(i), others));
        }
        return odds;
    }

    private static TokenOdds token(Json said, List<TokenOdds> others) {
        return new TokenOdds(said.get(TOKEN).textOr(""), said.get(LIKELY).decimal(), others);
    }

    static JsonObject written(List<TokenOdds> odds) {
        JsonArray chosen = Json.array();
        JsonArray top = Json.array();
        for (TokenOdds token : odds) {
            chosen.add(token(token));
            JsonArray others = Json.array();
            token.others().forEach(other -> others.add(token(other)));
            top.add(Json.object().put("candidates", others));
        }
        JsonObject result = Json.object();
        if (odds.stream().anyMatch(token -> !token.others().isEmpty())) {
            result.put("topCandidates", top);
        }
        return result.put("chosenCandidates", chosen);
    }

    private static JsonObject token(TokenOdds odds) {
        return Json.object().put(TOKEN, odds.token()).put(LIKELY, odds.logProbability());
    }
}
