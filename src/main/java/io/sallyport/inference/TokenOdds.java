package io.sallyport.inference;

import java.math.BigDecimal;
import java.util.List;

/// How likely a model held one token of its answer to be, and which others it might have written instead.
///
/// @param logProbability natural logarithm of the probability, zero or less
/// @param others the most likely tokens at this place, the chosen one among them, each without others
public record TokenOdds(String token, BigDecimal logProbability, List<TokenOdds> others) {
    public TokenOdds {
        others = List.copyOf(others);
    }
}
