package io.sallyport.guardrail;

import io.sallyport.lang.Lookalikes;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;

/// Reads signs as what they pass for: full-width, circled and mathematical letters, accents, letters of other
/// alphabets that look Latin, digits of all scripts, all sorts of dashes, quotes and blanks; and passes over
/// what has no shape.
///
/// Each sign is read by itself, so a text reads the same however it comes in.
/// Source: Unicode Standard Annex 15, compatibility composition.
final class Folding {
    private static final char NO_SIGN = 0;

    private final Signs[] readers;
    private int place;
    private char high = NO_SIGN;

    Folding(List<Signs> readers) {
        this.readers = readers.toArray(Signs[]::new);
    }

    /// Takes a piece; runs of ASCII, which is most of most texts, in one go.
    void take(String piece, int from, int to) {
        int i = from;
        while (i < to) {
            int end = high == NO_SIGN ? endOfAscii(piece, i, to) : i;
            if (end > i) {
                for (Signs reader : readers) {
                    reader.takeAll(piece, i, end, place);
                }
                place += end - i;
                i = end;
            } else {
                take(piece.charAt(i++));
            }
        }
    }

    private static int endOfAscii(String piece, int from, int to) {
        int end = from;
        while (end < to && piece.charAt(end) < 0x80) {
            end++;
        }
        return end;
    }

    private void take(char sign) {
        int at = place++;
        if (high != NO_SIGN) {
            char first = high;
            high = NO_SIGN;
            if (Character.isLowSurrogate(sign)) {
                fold(Character.toCodePoint(first, sign), at - 1, at + 1);
                return;
            }
            give(first, at - 1, at);
        }
        if (sign < 0x80) {
            give(sign, at, at + 1);
        } else if (Character.isHighSurrogate(sign)) {
            high = sign;
        } else {
            fold(sign, at, at + 1);
        }
    }

    void finish() {
        if (high != NO_SIGN) {
            give(high, place - 1, place);
        }
        for (Signs reader : readers) {
            reader.finish();
        }
    }

    private void fold(int sign, int from, int to) {
        String folded = Folds.of(sign);
        if (folded.isEmpty()) {
            for (Signs reader : readers) {
                reader.skip(to);
            }
        }
        for (int i = 0; i < folded.length(); i++) {
            give(folded.charAt(i), from, to);
        }
    }

    private void give(char sign, int from, int to) {
        for (Signs reader : readers) {
            reader.take(sign, from, to);
        }
    }

    /// What each sign is read as.
    static final class Folds {
        private static final String BLANKS = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";
        private static final String QUOTES = "\u2018\u2019\u201A\u201B\u2032\u02BC\u00B4`";
        private static final String STOPS = "\u3002\uFF61";

        /// Read signs below this one, so that most texts of most languages cost a look into a table.
        private static final int TABLED = 0x3000;

        private static final String[] TABLE = table();

        private Folds() {}

        static String of(int sign) {
            if (sign < TABLED) {
                return TABLE[sign];
            }
            return isIdeograph(sign) ? Character.toString(sign) : work(sign);
        }

        private static boolean isIdeograph(int sign) {
            return (sign > 0x3040 && sign < 0x3100) || (sign >= 0x3400 && sign <= 0xD7A3);
        }

        private static String[] table() {
            String[] table = new String[TABLED];
            for (int sign = 0; sign < TABLED; sign++) {
                table[sign] = work(sign);
            }
            return table;
        }

        private static String work(int sign) {
            if (sign < 0x80) {
                return Character.toString(sign);
            }
            if (isInvisible(sign)) {
                return "";
            }
            int type = Character.getType(sign);
            if (type == Character.DASH_PUNCTUATION || sign == 0x2212) {
                return "-";
            }
            if (type == Character.DECIMAL_DIGIT_NUMBER) {
                return Character.toString('0' + Character.digit(sign, 10));
            }
            if (QUOTES.indexOf(sign) >= 0) {
                return "'";
            }
            return STOPS.indexOf(sign) >= 0 ? "." : compatible(sign);
        }

        private static boolean isInvisible(int sign) {
            int type = Character.getType(sign);
            return type == Character.FORMAT
                    || (sign >= 0xFE00 && sign <= 0xFE0F)
                    || (sign >= 0xE0000 && sign <= 0xE01EF)
                    || (sign >= 0x300 && sign <= 0x36F)
                    || BLANKS.indexOf(sign) >= 0
                    || (type == Character.CONTROL && sign != 0x85);
        }

        private static String compatible(int sign) {
            String plain = Normalizer.normalize(Character.toString(sign), Form.NFKD);
            StringBuilder out = new StringBuilder();
            plain.codePoints().forEach(part -> {
                if (part < 0x300 || part > 0x36F) {
                    out.appendCodePoint(latin(part));
                }
            });
            return out.toString();
        }

        private static int latin(int letter) {
            int small = Character.toLowerCase(letter);
            int latin = Lookalikes.latin(small);
            if (latin == small) {
                return Character.isSpaceChar(letter) && letter != '\n' ? ' ' : letter;
            }
            return small == letter ? latin : Character.toUpperCase(latin);
        }
    }
}
