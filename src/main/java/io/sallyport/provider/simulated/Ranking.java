package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.Draft.Tokens;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Documents in the order of how many words of a question they have.
///
/// Source: Jina and Cohere API references, rerank.
record Ranking(List<Json> documents, List<BigDecimal> scores) {
    private static final int DIGITS = 6;

    static Ranking of(Json query, Json documents) {
        Set<String> wanted = words(query.text());
        List<Json> all = documents.elements();
        List<BigDecimal> scores = all.stream()
                .map(document -> score(wanted, words(text(document))))
                .toList();
        return new Ranking(all, scores);
    }

    private static String text(Json document) {
        return document.isText() ? document.text() : document.get("text").text();
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    private static BigDecimal score(Set<String> wanted, Set<String> had) {
        long found = wanted.stream().filter(had::contains).count();
        return BigDecimal.valueOf(found)
                .divide(BigDecimal.valueOf(Math.max(1, wanted.size())), DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }

    /// Positions of the documents, best first.
    List<Integer> best(long most) {
        return IntStream.range(0, documents.size())
                .boxed()
                .sorted(Comparator.comparing((Integer at) -> scores.get(at)).reversed())
                .limit(most)
                .toList();
    }

    /// As `/v1/rerank` is answered.
    static Answer answer(Members body, Chosen chosen) {
        Ranking ranking = of(body.json("query"), body.json("documents"));
        JsonArray results = Json.array();
        for (int at : ranking.best(body.json("top_n").longOr(Long.MAX_VALUE))) {
            JsonObject result = Json.object().put("index", at).put("relevance_score", ranking.scores.get(at));
            if (body.json("return_documents").boolOr(false)) {
                result.put("document", Json.object().put("text", text(ranking.documents.get(at))));
            }
            results.add(result);
        }
        long tokens = Tokens.of(body.size("documents") + body.size("query"));
        return Answer.Whole.json(
                200,
                Json.object()
                        .put("model", chosen.model())
                        .put("results", results)
                        .put("usage", Json.object().put("total_tokens", tokens))
                        .toJson()
                        .toString());
    }
}
