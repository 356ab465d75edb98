package io.sallyport.identity;

import java.util.List;
import java.util.Optional;

/// Names a caller may use, exact or as globs such as `openai/*`; or no restriction at all.
///
/// Three states (requirements, C27): unrestricted, nothing allowed, exactly the listed names.
public final class AllowList {
    private static final AllowList ANYTHING = new AllowList(Optional.empty());

    private final Optional<List<String>> names;
    private final List<String> globs;

    private AllowList(Optional<List<String>> names) {
        this.names = names.map(List::copyOf);
        this.globs = names.orElse(List.of()).stream()
                .filter(name -> name.indexOf('*') >= 0)
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
        return names.isEmpty() || names.get().contains(name) || globs.stream().anyMatch(glob -> matches(glob, name));
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

    /// Never slower than the product of the two lengths, whatever was written: only the last star is tried again.
    private static boolean matches(String glob, String name) {
        int star = -1;
        int retry = 0;
        int g = 0;
        int n = 0;
        while (n < name.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                retry = n;
            } else if (g < glob.length() && glob.charAt(g) == name.charAt(n)) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        return glob.chars().skip(g).allMatch(c -> c == '*');
    }

    @Override
    public String toString() {
        return names.map(List::toString).orElse("anything");
    }
}
