package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The words of some phrases, by number; the way from a text to those numbers.
///
/// Scripts that are written without blanks, and long runs of letters that are nothing but such words, are cut
/// into the longest words that are known. Digits and signs that pass for letters are read as these where that
/// makes a known word. Threads: not thread-safe while words are added, then immutable.
final class Vocabulary {
    /// The number of all words that are in no phrase.
    static final int UNKNOWN = 0;

    private static final int LONG_FOR_ONE_WORD = 12;

    /// From Thai on, most scripts are written without blanks, or with endings that stick to the words.
    private static final char FIRST_WITHOUT_BLANKS = 0x0E00;

    private static final int ASCII = 0x80;

    private final Map<String, Integer> numbers = new HashMap<>();

    /// The length of the longest word that begins with each ASCII sign, and last with any other.
    private final int[] longest = new int[ASCII + 1];

    /// The number of a word, a new one if need be.
    int add(String word) {
        int first = Math.min(word.charAt(0), ASCII);
        longest[first] = Math.max(longest[first], word.length());
        return numbers.computeIfAbsent(word, added -> numbers.size() + 1);
    }

    /// The words of a text in plain signs.
    Words words(String plain) {
        Words words = new Words();
        String text = plain.toLowerCase(Locale.ROOT);
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inWord = i < text.length() && belongs(text, i);
            if (inWord && from < 0) {
                from = i;
            } else if (!inWord && from >= 0) {
                add(text.substring(from, i), words);
                from = -1;
            }
        }
        return words;
    }

    private static boolean belongs(String text, int at) {
        char sign = text.charAt(at);
        if (isOfAWord(sign)) {
            return true;
        }
        return (sign == '\'' || isDress(sign))
                && at > 0
                && at + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at + 1));
    }

    /// Whether a sign, in whatever script, is a part of words.
    static boolean isOfAWord(int sign) {
        if (sign < ASCII) {
            return Window.isWord(sign);
        }
        return Character.isLetterOrDigit(sign)
                || Character.getType(sign) == Character.NON_SPACING_MARK
                || Character.getType(sign) == Character.COMBINING_SPACING_MARK;
    }

    private void add(String written, Words words) {
        String word = written.indexOf('\'') < 0 ? written : written.replace("'", "");
        int number = number(word);
        boolean blankless = word.charAt(0) >= FIRST_WITHOUT_BLANKS;
        if (number == UNKNOWN && (blankless || word.length() >= LONG_FOR_ONE_WORD)) {
            List<Integer> cut = cut(word);
            boolean means =
                    blankless || cut.stream().filter(part -> part == UNKNOWN).count() * 4 <= word.length();
            (means ? cut : List.of(UNKNOWN)).forEach(words::add);
        } else {
            words.add(number);
        }
    }

    private int number(String word) {
        Integer number = numbers.get(word);
        if (number != null) {
            return number;
        }
        return isDressed(word) ? numbers.getOrDefault(undressed(word), UNKNOWN) : UNKNOWN;
    }

    private static boolean isDressed(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (isDress(word.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDress(char sign) {
        return bare(sign) != sign;
    }

    /// The letter a sign passes for, else the sign. Asked for each sign of each text, which is why it does not
    /// search.
    private static char bare(char sign) {
        return switch (sign) {
            case '0' -> 'o';
            case '1', '!' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            case '8' -> 'b';
            case '|' -> 'l';
            default -> sign;
        };
    }

    private static String undressed(String word) {
        StringBuilder undressed = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            undressed.setCharAt(i, bare(word.charAt(i)));
        }
        return undressed.toString();
    }

    private List<Integer> cut(String word) {
        List<Integer> parts = new ArrayList<>();
        for (int from = 0; from < word.length(); ) {
            int to = Math.min(word.length(), from + longest[Math.min(word.charAt(from), ASCII)]);
            while (to > from && !numbers.containsKey(word.substring(from, to))) {
                to--;
            }
            parts.add(numbers.getOrDefault(word.substring(from, to), UNKNOWN));
            from = Math.max(to, from + 1);
        }
        return parts;
    }

    /// The words of one text, by number.
    static final class Words {
        private int[] numbers = new int[64];
        private int count;

        int[] numbers() {
            return numbers;
        }

        int count() {
            return count;
        }

        private void add(int number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number;
        }
    }
}
