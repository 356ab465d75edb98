package io.sallyport.catalog;

import io.sallyport.lang.ModelAlias;
import java.util.Optional;

/// One declared rule of routing: calls of a kind use another alias, or stay within bounds.
///
/// @param name unique; explanations and logs call it by this
/// @param position rules are asked in this order, then by name; the first that names an alias decides
/// @param use the alias that takes the place of the one that was asked for
/// @param require bounds that hold besides all others
public record RouteRule(String name, int position, Condition when, Optional<String> use, Bounds require) {
    private static final int LONGEST = 64;

    public RouteRule {
        Check.that(!name.isBlank() && name.length() <= LONGEST, "a rule has a name of 1 to 64 characters");
        Check.that(position >= 0, "position is zero or more");
        Check.that(use.isPresent() || !require.isEmpty(), "a rule names an alias to use or labels it requires");
        Check.that(use.filter(alias -> !ModelAlias.isValid(alias)).isEmpty(), "use names an alias");
    }

    /// The same at another place among its neighbours.
    public RouteRule at(int place) {
        return new RouteRule(name, place, when, use, require);
    }

    /// The same for other calls.
    public RouteRule when(Condition other) {
        return new RouteRule(name, position, other, use, require);
    }
}
