package io.sallyport.tenant;

import java.util.List;

/// A list of names and globs of models, as people write it.
///
/// Errors: IllegalArgumentException that names the rule.
public record ModelNames(List<String> value) {
    private static final int MOST = 500;
    private static final int LONGEST = 200;

    public ModelNames {
        value = List.copyOf(value);
        if (value.size() > MOST) {
            throw new IllegalArgumentException("must have at most " + MOST + " entries");
        }
        if (!value.stream().allMatch(ModelNames::isName)) {
            throw new IllegalArgumentException("must hold names or globs without blanks");
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && name.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
