package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mail addresses, also with their signs spelled out: `jo (at) example dot com`.
///
/// A bare `at` counts only where the domain has a spelled `dot`, so that "meet me at example.com" is left
/// alone. Source: RFC 5321, 4.5.3.1, for the sizes.
final class MailAddress implements Recogniser {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_LABEL = 63;
    private static final int MOST_LABELS = 6;

    private static final List<String> AT = List.of("@", "at", "arroba", "chez");
    private static final List<String> DOT = List.of(".", "dot", "punkt", "punto", "point");

    /// What a domain ends with after a bare `dot`; none of these is a word of its own.
    private static final List<String> TOPS = List.of(
            "com", "org", "net", "edu", "gov", "info", "dev", "io", "uk", "eu", "de", "ch", "fr", "nl", "pl", "br",
            "au", "ca", "jp", "cn", "ru", "ua", "tr", "example", "test");

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public boolean beginsWith(char first) {
        return Window.isWord(first);
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return isNamed(second) || second == '@' || Spelled.isBlank(second) || Spelled.closing(second) != NOTHING;
    }

    @Override
    public int end(Window text, int at) {
        int name = at;
        while (name - at < LONGEST_NAME && isNamed(text.at(name))) {
            name++;
        }
        Spelled sign = Spelled.at(text, name, AT);
        return sign == null ? NOTHING : domain(text, sign);
    }

    private static boolean isNamed(int sign) {
        return Window.isWord(sign)
                || sign == '.'
                || sign == '_'
                || sign == '-'
                || sign == '+'
                || sign == '%'
                || sign == '\'';
    }

    private static int domain(Window text, Spelled at) {
        int place = at.end();
        int end = NOTHING;
        boolean spelled = at.how() != How.BARE;
        How how = at.how();
        for (int labels = 1; labels <= MOST_LABELS; labels++) {
            int label = label(text, place);
            if (label == place) {
                return end;
            }
            if (labels > 1 && spelled && isTop(text, place, label, how)) {
                end = label;
            }
            Spelled dot = Spelled.at(text, label, DOT);
            if (dot == null || (end != NOTHING && dot.how() == How.APART)) {
                return end;
            }
            spelled |= dot.how() == How.BARE || dot.how() == How.BRACKETED;
            how = dot.how();
            place = dot.end();
        }
        return end;
    }

    private static int label(Window text, int from) {
        boolean ascii = Window.isWord(text.at(from));
        int place = from;
        while (place - from < LONGEST_LABEL && isLabelled(text.at(place), ascii)) {
            place++;
        }
        return place;
    }

    private static boolean isLabelled(int sign, boolean ascii) {
        return ascii ? Window.isWord(sign) || sign == '-' : sign >= 0x80 && Character.isLetter(sign);
    }

    private static boolean isTop(Window text, int from, int to, How dot) {
        if (dot == How.BARE) {
            return TOPS.stream().anyMatch(top -> top.length() == to - from && text.stands(top, from));
        }
        for (int place = from; place < to; place++) {
            int sign = text.at(place);
            if (!Window.isLetter(sign) && sign < 0x80 && !text.stands("xn--", from)) {
                return false;
            }
        }
        return to - from >= 2;
    }

    /// How a sign of an address is written.
    private enum How {
        PLAIN,
        APART,
        BRACKETED,
        BARE
    }

    /// A sign of an address, as itself or as a word.
    private record Spelled(int end, How how) {
        static @Nullable Spelled at(Window text, int place, List<String> words) {
            String sign = words.getFirst();
            if (text.stands(sign, place)) {
                return new Spelled(place + 1, How.PLAIN);
            }
            boolean apart = isBlank(text.at(place));
            int from = apart ? place + 1 : place;
            int close = closing(text.at(from));
            if (close != NOTHING) {
                return bracketed(text, from + 1, close, words);
            }
            if (!apart) {
                return null;
            }
            for (String word : words) {
                int end = from + word.length();
                if (text.stands(word, from) && isBlank(text.at(end))) {
                    return new Spelled(end + 1, word.equals(sign) ? How.APART : How.BARE);
                }
            }
            return null;
        }

        private static @Nullable Spelled bracketed(Window text, int place, int close, List<String> words) {
            int from = skipBlank(text, place);
            for (String word : words) {
                int end = skipBlank(text, from + word.length());
                if (text.stands(word, from) && text.at(end) == close) {
                    return new Spelled(skipBlank(text, end + 1), How.BRACKETED);
                }
            }
            return null;
        }

        private static int skipBlank(Window text, int place) {
            return isBlank(text.at(place)) ? place + 1 : place;
        }

        private static boolean isBlank(int sign) {
            return sign == ' ' || sign == '\n' || sign == '\t';
        }

        private static int closing(int open) {
            return switch (open) {
                case '(' -> ')';
                case '[' -> ']';
                case '{' -> '}';
                case '<' -> '>';
                default -> NOTHING;
            };
        }
    }
}
