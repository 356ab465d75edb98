package io.sallyport.cache;

import io.sallyport.json.Json;
import io.sallyport.lang.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A question as one of many that may mean the same: what may be said in other words, and what may not.
///
/// Numbers may not, since two sentences that differ only in a number look nearly the same to an embeddings
/// model.
///
/// @param scope hash of all that must be the same, the tenant first of all
/// @param words what may be said in other words
public record Meaning(String scope, String words) {
    private static final Pattern NUMBER = Pattern.compile("[-+\u2212]?\\p{N}+(?:[.,]\\p{N}+)*");

    /// Empty for what is no conversation that ends in one text of a person.
    ///
    /// @param group who shares answers inside of the tenant
    /// @param circumstances what an answer depends on besides the body
    public static Optional<Meaning> of(TenantId tenant, String group, List<String> circumstances, Json body) {
        return LastWords.of(body).map(last -> {
            List<String> all = new ArrayList<>(circumstances);
            all.add("numbers");
            NUMBER.matcher(last.text()).results().map(MatchResult::group).forEach(all::add);
            return new Meaning(Question.of(tenant, group, all, last.rest()).digest(), last.text());
        });
    }
}
