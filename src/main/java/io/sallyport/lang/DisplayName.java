package io.sallyport.lang;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A name people give to a thing, such as a tenant, a policy or a key; one that shows what it is.
///
/// Signs that cannot be seen, or that turn the text around them, are refused: two names that look alike must be
/// one. Errors: IllegalArgumentException that says what is wrong.
public record DisplayName(String value) {
    private static final int LONGEST = 100;

    /// Categories of signs without a shape: controls, zero-width and bidirectional marks, line ends, private
    /// use.
    private static final Set<Integer> SHAPELESS = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);

    /// Letters and marks that are blank all the same: fillers of Hangul and Braille, joiners, variation
    /// selectors.
    private static final String BLANK = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    public DisplayName {
        problem(value, LONGEST).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    /// Holds a name that is kept as a text to the same rule.
    ///
    /// Errors: IllegalArgumentException that names the field, not the text.
    public static void require(String field, String text, int longest) {
        problem(text, longest).ifPresent(problem -> {
            throw new IllegalArgumentException(field + " " + problem);
        });
    }

    /// Whether a sign has no shape, and could break a line or turn the text around it.
    public static boolean isShapeless(int sign) {
        return SHAPELESS.contains(Character.getType(sign));
    }

    /// What names that are taken for each other have in common.
    public String skeleton() {
        String plain = Normalizer.normalize(value, Form.NFKC);
        String folded = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return folded.chars()
                .map(Lookalikes::latin)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static Optional<String> problem(String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            return Optional.of("must have 1 to " + longest + " characters");
        }
        if (!text.equals(text.strip())) {
            return Optional.of("must not begin or end with a blank");
        }
        return text.codePoints().anyMatch(DisplayName::isUnseen)
                ? Optional.of("must not hold signs that cannot be seen")
                : Optional.empty();
    }

    private static boolean isUnseen(int sign) {
        boolean selectsAVariant = (sign >= 0xFE00 && sign <= 0xFE0F) || (sign >= 0xE0100 && sign <= 0xE01EF);
        return selectsAVariant || isShapeless(sign) || BLANK.indexOf(sign) >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
