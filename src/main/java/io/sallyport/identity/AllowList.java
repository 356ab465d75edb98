package io.sallyport.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names a caller may use, exact or as globs such as `openai/*`; or no restriction at all.
///
/// Three states (requirements, C27): unrestricted, nothing allowed, exactly the listed names.
public final class AllowList {
    private static final AllowList ANYTHING = new AllowList(Optional.empty());

    private final Optional<List<String>> names;
    private final List<Pattern> globs;

    private AllowList(Optional<List<String>> names) {
        this.names = names.map(List::copyOf);
        this.globs = names.orElse(List.of()).stream()
                .filter(name -> name.indexOf('*') >= 0)
                .map(AllowList::glob)
                .toList();
    }

    /// No restriction from this layer.
    public static AllowList anything() {
        return ANYTHING;
    }

    /// Exactly these names and globs; an empty list allows nothing.
    public static AllowList of(List<String> names) {
        return new AllowList(Optional.of(names));
    }

    public boolean isUnrestricted() {
        return names.isEmpty();
    }

    public boolean allows(String name) {
        return names.isEmpty()
                || names.get().contains(name)
                || globs.stream().anyMatch(glob -> glob.matcher(name).matches());
    }

    /// True when the other list allows nothing that this one does not allow.
    ///
    /// A glob is covered by a name or glob that fits its text: only a star can stand for a star.
    public boolean covers(AllowList other) {
        return isUnrestricted()
                || other.names
                        .filter(names -> names.stream().allMatch(this::allows))
                        .isPresent();
    }

    /// The listed names, or empty when unrestricted.
    public Optional<List<String>> names() {
        return names;
    }

    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (String literal : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString());
    }

    @Override
    public String toString() {
        return names.map(List::toString).orElse("anything");
    }
}
