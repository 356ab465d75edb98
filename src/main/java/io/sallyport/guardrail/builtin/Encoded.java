package io.sallyport.guardrail.builtin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What runs of Base64 in a text say, where they say something readable.
///
/// Units: up to 16 runs of 24 to 8192 characters.
final class Encoded {
    private static final int FEWEST = 24;
    private static final int MOST = 8_192;
    private static final int MOST_RUNS = 16;

    private Encoded() {}

    static List<String> in(String text) {
        List<String> said = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length() && said.size() < MOST_RUNS; i++) {
            if (i < text.length() && isOne(text.charAt(i))) {
                continue;
            }
            if (i - from >= FEWEST && i - from <= MOST) {
                decode(text.substring(from, i), said);
            }
            from = i + 1;
        }
        return said;
    }

    private static void decode(String run, List<String> said) {
        String whole = run.substring(0, run.length() - (run.length() % 4 == 1 ? 1 : 0));
        byte[] bytes = Base64.getDecoder().decode(whole);
        String text = new String(bytes, StandardCharsets.UTF_8);
        long odd = text.chars()
                .filter(sign -> sign == 0xFFFD || (sign < ' ' && sign != '\n'))
                .count();
        if (odd * 20 <= text.length() && text.indexOf(' ') >= 0) {
            said.add(text);
        }
    }

    private static boolean isOne(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || sign == '+'
                || sign == '/';
    }
}
