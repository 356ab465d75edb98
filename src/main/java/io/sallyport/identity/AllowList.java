package io.sallyport.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names a caller may use, exact or as globs such as `openai/*`; or no restriction at all.
///
/// Three states (requirements, C27): unrestricted, nothing allowed, exactly the listed names. Where several
/// lists hold at once, each of them has to allow a name.
public final class AllowList {
    private static final AllowList ANYTHING = new AllowList(Optional.empty(), List.of());

    private final Optional<List<String>> names;
    private final List<String> globs;

    /// Lists that have to allow a name as well; none of them is unrestricted or has further lists.
    private final List<AllowList> further;

    private AllowList(Optional<List<String>> names, List<AllowList> further) {
        this.names = names.map(List::copyOf);
        this.further = further;
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
        return new AllowList(Optional.of(names), List.of());
    }

    public boolean isUnrestricted() {
        return names.isEmpty();
    }

    public boolean allows(String name) {
        return lists(name) && (further.isEmpty() || further.stream().allMatch(list -> list.lists(name)));
    }

    /// What this list and the other one allow.
    public AllowList and(AllowList other) {
        if (isUnrestricted() || other.isUnrestricted()) {
            return isUnrestricted() ? other : this;
        }
        return new AllowList(
                names, Stream.concat(further.stream(), other.layers()).toList());
    }

    /// True when the other list allows nothing that this one does not allow.
    ///
    /// A glob is covered by a name or glob that fits its text: only a star can stand for a star.
    public boolean covers(AllowList other) {
        return layers().allMatch(mine -> mine.isUnrestricted()
                || other.layers()
                        .anyMatch(theirs -> theirs.names
                                .filter(names -> names.stream().allMatch(mine::lists))
                                .isPresent()));
    }

    private Stream<AllowList> layers() {
        return Stream.concat(Stream.of(this), further.stream());
    }

    private boolean lists(String name) {
        return names.isEmpty() || names.get().contains(name) || globs.stream().anyMatch(glob -> matches(glob, name));
    }

    /// Never slower than the product of the two lengths, whatever was written: only the last star is tried
    /// again.
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
        return layers().map(list -> list.names.map(List::toString).orElse("anything"))
                .collect(Collectors.joining(" and "));
    }
}
