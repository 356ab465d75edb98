package io.sallyport.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Globs against a slow and plain matcher; and a list that covers another allows all that the other allows.
///
/// An input is three lines: two globs and a name.
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=AllowListFuzzTest`; otherwise the seeds are replayed.
class AllowListFuzzTest {
    private static final int LONGEST = 300;

    @FuzzTest(maxDuration = "60s")
    void allowsWhatTheGlobSaysAndCoversNoMore(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        if (lines.length < 3 || input.length > LONGEST) {
            return;
        }
        AllowList wide = AllowList.of(List.of(lines[0]));
        AllowList narrow = AllowList.of(List.of(lines[1]));
        String name = lines[2];

        if (wide.allows(name) != fits(lines[0], name)) {
            throw new AssertionError("'" + lines[0] + "' is wrong about '" + name + "'");
        }
        if (wide.covers(narrow) && narrow.allows(name) && !wide.allows(name)) {
            throw new AssertionError("'" + lines[0] + "' does not cover '" + lines[1] + "'");
        }
    }

    /// Which beginnings of the name each beginning of the glob fits.
    private static boolean fits(String glob, String name) {
        boolean[] fits = new boolean[name.length() + 1];
        fits[0] = true;
        for (int g = 0; g < glob.length(); g++) {
            char c = glob.charAt(g);
            boolean[] next = new boolean[fits.length];
            for (int n = 0; n < fits.length; n++) {
                next[n] =
                        c == '*' ? fits[n] || (n > 0 && next[n - 1]) : n > 0 && fits[n - 1] && name.charAt(n - 1) == c;
            }
            fits = next;
        }
        return fits[name.length()];
    }
}
