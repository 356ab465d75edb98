package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Finds several JSON members in bytes in one pass, without parsing them.
///
/// A quoted name followed by a colon can only be a member: inside a JSON string its quotes would be escaped. Colons
/// are fewer than quotes, so each of them is looked for, and the name before it.
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

        /// Each in its quotes.
        private final byte[][] quoted;

        /// The names that end with a byte.
        private final int[][] byLast = new int[256][];

        private Names(List<String> names) {
            this.quoted = names.stream()
                    .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
            Arrays.fill(byLast, NONE);
            for (int name = 0; name < quoted.length; name++) {
                int last = quoted[name][quoted[name].length - 2] & 0xFF;
                byLast[last] = Arrays.copyOf(byLast[last], byLast[last].length + 1);
                byLast[last][byLast[last].length - 1] = name;
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
            for (int at = text.next(':', text.from()); at < text.to(); at = text.next(':', at + 1)) {
                match(text, at);
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

    /// Looks at what stands before a colon.
    private void match(Bytes text, int colon) {
        byte[] in = text.array();
        int end = colon;
        while (end > text.from() && in[end - 1] <= ' ') {
            end--;
        }
        if (end - text.from() < 2 || in[end - 1] != '"') {
            return;
        }
        for (int name : names.byLast[in[end - 2] & 0xFF]) {
            if (values[name] < 0 && isBefore(text, end, names.quoted[name])) {
                values[name] = blanks(in, colon + 1, text.to());
            }
        }
    }

    /// Whether a name in its quotes ends here, and its first quote is none inside a string.
    private static boolean isBefore(Bytes text, int end, byte[] quoted) {
        byte[] in = text.array();
        int start = end - quoted.length;
        return start >= text.from()
                && Arrays.equals(in, start, end, quoted, 0, quoted.length)
                && (start == text.from() || in[start - 1] != '\\');
    }

    private static int blanks(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] <= ' ') {
            at++;
        }
        return at;
    }
}
