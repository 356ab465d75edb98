package io.sallyport.tenant;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Set;

/// A name people give to a tenant, a project or a group; one that shows what it is.
///
/// Signs that cannot be seen, or that turn the text around them, are refused: two names that look alike must be one.
/// Errors: IllegalArgumentException that says what is wrong.
public record DisplayName(String value) {
    private static final int LONGEST = 100;

    /// Categories of signs without a shape: controls, zero-width and bidirectional marks, line ends, private use.
    private static final Set<Integer> SHAPELESS = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);

    /// Letters and marks that are blank all the same: fillers of Hangul and Braille, joiners, variation selectors.
    private static final String BLANK = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    public DisplayName {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("must have 1 to " + LONGEST + " characters");
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException("must not begin or end with a blank");
        }
        if (value.codePoints().anyMatch(DisplayName::isUnseen)) {
            throw new IllegalArgumentException("must not hold signs that cannot be seen");
        }
    }

    /// What names that are taken for each other have in common.
    public String skeleton() {
        String plain = Normalizer.normalize(value, Form.NFKC);
        return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
    }

    private static boolean isUnseen(int sign) {
        boolean selectsAVariant = (sign >= 0xFE00 && sign <= 0xFE0F) || (sign >= 0xE0100 && sign <= 0xE01EF);
        return selectsAVariant || SHAPELESS.contains(Character.getType(sign)) || BLANK.indexOf(sign) >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
