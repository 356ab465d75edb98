package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Finds several JSON members in bytes in one pass, without parsing them.
///
/// A quoted name followed by a colon can only be a member: inside a JSON string its quotes would be escaped.
/// Threads: one owner.
public final class MemberSearch {
    private final Names names;
    private final int[] values;
    private Bytes searched = Bytes.EMPTY;

    public MemberSearch(Names names) {
        this.names = names;
        this.values = new int[names.count()];
        Arrays.fill(values, -1);
    }

    /// What is searched for; a name is known by its place in the list.
    ///
    /// Threads: immutable.
    public static final class Names {
        private static final int[] NONE = {};

        /// Each with its closing quote.
        private final byte[][] quoted;

        /// The names that begin with a byte.
        private final int[][] byFirst = new int[256][];

        private Names(List<String> names) {
            this.quoted = names.stream()
                    .map(name -> (name + '"').getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
            Arrays.fill(byFirst, NONE);
            for (int name = 0; name < quoted.length; name++) {
                int first = quoted[name][0] & 0xFF;
                byFirst[first] = Arrays.copyOf(byFirst[first], byFirst[first].length + 1);
                byFirst[first][byFirst[first].length - 1] = name;
            }
        }

        public static Names of(String... names) {
            return new Names(List.of(names));
        }

        private int count() {
            return quoted.length;
        }
    }

    /// Looks through a text; not again when it is the one that was searched last.
    @SuppressWarnings("ReferenceEquality") // the same window is meant, comparing its bytes would cost the search
    public MemberSearch in(Bytes text) {
        if (!isSearched(text)) {
            searched = text;
            Arrays.fill(values, -1);
            byte[] in = text.array();
            for (int at = text.next('"', text.from()); at < text.to(); at = text.next('"', at + 1)) {
                if (at == text.from() || in[at - 1] != '\\') {
                    match(in, at + 1, text.to());
                }
            }
        }
        return this;
    }

    /// The very same stretch of memory, not one that reads alike.
    @SuppressWarnings("ReferenceEquality")
    private boolean isSearched(Bytes text) {
        return text.array() == searched.array() && text.from() == searched.from() && text.to() == searched.to();
    }

    /// Position of the first value of a member in the text that was searched last, or -1.
    public int value(int name) {
        return values[name];
    }

    /// Whether one of the names has a value in the text that was searched last.
    public boolean foundAny() {
        for (int value : values) {
            if (value >= 0) {
                return true;
            }
        }
        return false;
    }

    private void match(byte[] in, int at, int to) {
        int[] candidates = at < to ? names.byFirst[in[at] & 0xFF] : Names.NONE;
        for (int name : candidates) {
            byte[] quoted = names.quoted[name];
            if (values[name] < 0 && startsWith(in, at, to, quoted)) {
                int colon = blanks(in, at + quoted.length, to);
                if (colon < to && in[colon] == ':') {
                    values[name] = blanks(in, colon + 1, to);
                }
            }
        }
    }

    private static boolean startsWith(byte[] in, int at, int to, byte[] wanted) {
        return to - at >= wanted.length && Arrays.equals(in, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int blanks(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] <= ' ') {
            at++;
        }
        return at;
    }
}
