package io.sallyport.lang;

/// Letters of other alphabets that have the shape of a Latin one.
///
/// Source: Unicode's confusables.txt; Cyrillic, then Greek, also where only the capitals are alike.
public final class Lookalikes {
    private static final String DOUBLES = "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04BB\u0501"
            + "\u051B\u051D\u043A\u043C\u0442\u0432\u043D"
            + "\u03BF\u03B1\u03BD\u03C1\u03B9\u03BA\u03C5\u03C7\u03C4\u03B2\u03B5\u03B6\u03B7\u03BC";

    /// The Latin letter at the same place.
    private static final String ORIGINALS = "aeopcyxijshd" + "qwkmtbh" + "oavpikuxtbezhm";

    private Lookalikes() {}

    /// The Latin letter that a small letter is taken for, or the letter itself.
    public static int latin(int small) {
        int at = DOUBLES.indexOf(small);
        return at < 0 ? small : ORIGINALS.charAt(at);
    }
}
