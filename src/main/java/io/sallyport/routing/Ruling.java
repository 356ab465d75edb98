package io.sallyport.routing;

import io.sallyport.catalog.Bounds;
import java.util.List;

/// What the rules say about one call.
///
/// @param model the word that counts: the client's own, or the alias of a rule
/// @param rules names of the rules that said something
/// @param bucket side of an experiment; empty without one
/// @param bounds of rules and alias together
record Ruling(String model, List<String> rules, String bucket, Bounds bounds) {
    static Ruling none(String asked) {
        return new Ruling(asked, List.of(), "", Bounds.NONE);
    }

    boolean isNone() {
        return rules.isEmpty() && bucket.isEmpty() && bounds.isEmpty();
    }
}
