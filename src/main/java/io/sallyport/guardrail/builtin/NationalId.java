package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// One country's numbers for people.
///
/// A shape is written with `9` for a digit, `A` for a letter, `X` for either, `=` for a separator, and `-` for
/// one that may be absent, with all others of the shape. It begins with a digit or a letter.
final class NationalId implements Recogniser {
    private final String kind;
    private final List<String> shapes;
    private final List<String> words;
    private final Predicate<int[]> check;

    /// A bit for each length that the letters or digits at its beginning can have; tells most texts faster than
    /// the shapes do.
    private final int runs;

    private NationalId(String kind, List<String> shapes, List<String> words, Predicate<int[]> check) {
        this.kind = kind;
        this.shapes = shapes;
        this.words = words;
        this.check = check;
        this.runs = shapes.stream()
                .mapToInt(shape -> runs(shape.replaceAll("[-=]", "=")) | runs(shape.replace("-", "")))
                .reduce(1 << Window.LONGEST_RUN, (left, right) -> left | right);
    }

    /// @param country the last part of its kind
    /// @param shapes how such a number is written; the first that fits counts
    /// @param check whether digits, and letters counted from ten on, are such a number
    static NationalId of(String country, List<String> shapes, Predicate<int[]> check) {
        return new NationalId("national_id." + country, shapes, List.of(), check);
    }

    /// The same where one of these words stands before, because numbers like these are found everywhere.
    NationalId after(String... needed) {
        return new NationalId(kind, shapes, List.of(needed), check);
    }

    /// Those of one shape whose separators are all there, or none but those that must be.
    private static int runs(String shape) {
        int runs = 0;
        for (int i = 1; i < shape.length(); i++) {
            if (shape.charAt(i) == shape.charAt(0)) {
                continue;
            }
            runs |= 1 << i;
            if (shape.charAt(i) != 'X') {
                return runs;
            }
        }
        // What ends with them may be followed by more of them that the text hides behind something.
        return runs | (-1 << shape.length());
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean beginsWith(char first) {
        return shapes.stream().anyMatch(shape -> fits(first, shape.charAt(0)));
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return shapes.stream().anyMatch(shape -> fits(first, shape.charAt(0)) && isSecond(second, shape));
    }

    private static boolean isSecond(char sign, String shape) {
        char asked = shape.charAt(1);
        return isSign(asked) ? fits(sign, asked) : separates(sign) || (asked == '-' && fits(sign, shape.charAt(2)));
    }

    @Override
    public int end(Window text, int at) {
        if (((runs >> text.run()) & 1) == 0) {
            return NOTHING;
        }
        for (String shape : shapes) {
            int end = end(text, at, shape);
            if (end != NOTHING && !goesOnFromBefore(text, at) && (words.isEmpty() || text.hasBefore(words, at))) {
                return end;
            }
        }
        return NOTHING;
    }

    private int end(Window text, int at, String shape) {
        int place = at;
        int separators = 0;
        int blanks = 0;
        int left = 0;
        for (int i = 0; i < shape.length(); i++) {
            char asked = shape.charAt(i);
            int sign = text.at(place);
            if (isSign(asked)) {
                if (!fits(sign, asked)) {
                    return NOTHING;
                }
                place++;
            } else if (separates(sign)) {
                separators++;
                blanks += sign == ' ' ? 1 : 0;
                place++;
            } else if (asked == '=') {
                return NOTHING;
            } else {
                left++;
            }
        }
        boolean mixed = separators > 0 && left > 0;
        boolean tail = blanks > 0 && text.at(at - 1) == ' ' && Window.isDigit(text.at(at - 2));
        return mixed || tail || goesOn(text, place) || !check.test(values(text, at, place)) ? NOTHING : place;
    }

    private static int[] values(Window text, int from, int to) {
        int[] values = new int[to - from];
        int count = 0;
        for (int place = from; place < to; place++) {
            int sign = text.small(place);
            if (Window.isWord(sign)) {
                values[count++] = Window.isDigit(sign) ? sign - '0' : sign - 'a' + 10;
            }
        }
        return Arrays.copyOf(values, count);
    }

    /// Whether the number is the end of a longer one.
    private static boolean goesOnFromBefore(Window text, int at) {
        int before = text.at(at - 1);
        return (before == '-' || before == '.' || before == '/' || before == '_') && Window.isWord(text.at(at - 2));
    }

    private static boolean goesOn(Window text, int place) {
        return !text.isEdge(place)
                || (text.at(place) == '-' && Window.isWord(text.at(place + 1)))
                || (text.at(place) == '.' && Window.isDigit(text.at(place + 1)));
    }

    private static boolean separates(int sign) {
        return sign == ' ' || sign == '-' || sign == '.' || sign == '/' || sign == '+';
    }

    private static boolean isSign(int asked) {
        return asked == '9' || asked == 'A' || asked == 'X';
    }

    private static boolean fits(int sign, char asked) {
        return (asked != 'A' && Window.isDigit(sign)) || (asked != '9' && Window.isLetter(sign));
    }
}
