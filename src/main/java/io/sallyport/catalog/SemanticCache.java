package io.sallyport.catalog;

import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.Sharing;
import java.math.BigDecimal;

/// Kept answers of an alias are also given to those who ask nearly the same.
///
/// @param model the embeddings model that says what a question means: an alias or `backend/model`
/// @param threshold cosine similarity from which two questions are the same, 0.5 to 1
/// @param sharing who is given the answers of whom; the response cache may share less
public record SemanticCache(String model, BigDecimal threshold, Sharing sharing) {
    /// Below it, sentences that have only their subject in common would be the same.
    private static final BigDecimal LOWEST = new BigDecimal("0.5");

    /// What operators of semantic caches begin with: paraphrases pass, other questions about the same hardly.
    public static final BigDecimal USUAL = new BigDecimal("0.95");

    public SemanticCache {
        Check.that(ModelAlias.isValid(model), "semantic_cache names an embeddings model");
        Check.that(
                threshold.compareTo(LOWEST) >= 0 && threshold.compareTo(BigDecimal.ONE) <= 0,
                "the threshold of semantic_cache is 0.5 to 1");
    }
}
