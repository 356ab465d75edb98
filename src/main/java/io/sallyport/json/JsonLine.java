package io.sallyport.json;

import io.sallyport.lang.TextBytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/// One JSON object per line, each built in the same bytes as the one before.
///
/// For lines that are written thousands of times a second, so it writes the bytes itself: its values are texts,
/// numbers and truths, never objects. Everywhere else [JsonObject] is simpler.
/// Threads: one at a time.
/// Source: RFC 8259, sections 4 to 7.
public final class JsonLine {
    private static final int FIRST_SIZE = 2048;
    private static final int ASCII = 0x80;
    private static final String HEX = "0123456789ABCDEF";
    private static final boolean[] PLAIN = plain();

    private final Target target;
    private final TextBytes line = new TextBytes(FIRST_SIZE);

    /// @param target gets every line when it is whole
    public JsonLine(Target target) {
        this.target = target;
    }

    /// Takes whole lines.
    @FunctionalInterface
    public interface Target {

        /// @param bytes hold the line and its end up to `length`, until the call returns
        void take(byte[] bytes, int length);
    }

    /// Members that are the same in every line, written once.
    public static final class Fixed {
        private final byte[] bytes;

        private Fixed(byte[] bytes) {
            this.bytes = bytes;
        }

        /// @param members puts them, at least one
        public static Fixed of(Consumer<JsonLine> members) {
            JsonLine line = new JsonLine((_, _) -> {});
            members.accept(line);
            return new Fixed(Arrays.copyOfRange(line.line.bytes(), 1, line.line.size()));
        }
    }

    /// Begins a line; one that was never ended is forgotten.
    public JsonLine begin() {
        line.clear();
        return this;
    }

    /// @param name a word from the code, here and below: ASCII without anything that JSON escapes
    public JsonLine put(String name, String value) {
        name(name).sign('"');
        int at = line.run(value, 0, PLAIN);
        while (at < value.length()) {
            at = line.run(value, special(value, at), PLAIN);
        }
        line.sign('"');
        return this;
    }

    /// A text that is known to be such a word too, for example an id.
    public JsonLine word(String name, String value) {
        name(name).quoted(value);
        return this;
    }

    public JsonLine put(String name, long value) {
        name(name).number(value);
        return this;
    }

    public JsonLine put(String name, boolean value) {
        name(name).ascii(value ? "true" : "false");
        return this;
    }

    /// A moment in ISO 8601, in UTC.
    public JsonLine put(String name, Instant value) {
        name(name).sign('"').instant(value).sign('"');
        return this;
    }

    public JsonLine put(Fixed members) {
        line.sign(line.size() == 0 ? '{' : ',').bytes(members.bytes);
        return this;
    }

    /// Ends the line and hands it on.
    public void end() {
        if (line.size() == 0) {
            line.sign('{');
        }
        line.sign('}').sign('\n');
        target.take(line.bytes(), line.size());
    }

    private TextBytes name(String name) {
        return line.sign(line.size() == 0 ? '{' : ',').quoted(name).sign(':');
    }

    /// @return position after what was written
    private int special(String value, int at) {
        char next = value.charAt(at);
        switch (next) {
            case '"', '\\' -> line.sign('\\').sign(next);
            case '\b' -> line.ascii("\\b");
            case '\t' -> line.ascii("\\t");
            case '\n' -> line.ascii("\\n");
            case '\f' -> line.ascii("\\f");
            case '\r' -> line.ascii("\\r");
            default -> {
                if (next >= ASCII && !Character.isSurrogate(next)) {
                    return foreign(value, at);
                }
                // Half a pair has no form in UTF-8, so the halves are escaped, as in all other JSON log lines.
                code(next);
            }
        }
        return at + 1;
    }

    private int foreign(String value, int from) {
        int to = from + 1;
        while (to < value.length() && value.charAt(to) >= ASCII && !Character.isSurrogate(value.charAt(to))) {
            to++;
        }
        line.utf8(value, from, to);
        return to;
    }

    private void code(char next) {
        line.ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.sign(HEX.charAt(next >> shift & 0xF));
        }
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[ASCII];
        for (char sign = ' '; sign < ASCII; sign++) {
            plain[sign] = sign != '"' && sign != '\\';
        }
        return plain;
    }
}
