package io.sallyport.database;

import io.sallyport.lang.Allowed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The columns of rows in PostgreSQL's text form for COPY; null is a value like any other.
///
/// Threads: one owner.
/// Source: PostgreSQL 18, COPY, text format.
@Allowed(rule = "booleans", reason = "truth(boolean) writes a value; it is not a flag")
public final class CopyRow {
    private static final byte[] NULL = {'\\', 'N'};
    private static final int FIRST_SIZE = 8192;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private int column;

    CopyRow() {}

    /// A text, JSON or enum value. The zero character, which PostgreSQL cannot store, becomes U+FFFD.
    public CopyRow text(@Nullable String value) {
        begin();
        if (value == null) {
            return append(NULL);
        }
        int at = 0;
        while (at < value.length() && value.charAt(at) < 0x80) {
            escaped((byte) value.charAt(at++));
        }
        if (at < value.length()) {
            for (byte b : value.substring(at).getBytes(StandardCharsets.UTF_8)) {
                escaped(b);
            }
        }
        return this;
    }

    public CopyRow number(long value) {
        begin();
        return ascii(Long.toString(value));
    }

    public CopyRow number(@Nullable Number value) {
        begin();
        return switch (value) {
            case null -> append(NULL);
            case BigDecimal decimal -> ascii(decimal.toPlainString());
            case BigInteger whole -> ascii(whole.toString());
            default -> ascii(value.toString());
        };
    }

    public CopyRow instant(@Nullable Instant value) {
        return plain(value);
    }

    public CopyRow uuid(@Nullable UUID value) {
        return plain(value);
    }

    /// True or false.
    public CopyRow truth(@Nullable Boolean value) {
        return plain(value);
    }

    /// A `text[]` value.
    public CopyRow texts(@Nullable List<String> values) {
        if (values == null) {
            return text(null);
        }
        StringBuilder array = new StringBuilder("{");
        for (String value : values) {
            array.append(array.length() == 1 ? "\"" : ",\"");
            array.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text(array.append('}').toString());
    }

    void end() {
        put('\n');
        column = 0;
    }

    void clear() {
        size = 0;
        column = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    int column() {
        return column;
    }

    private CopyRow plain(@Nullable Object value) {
        begin();
        return value == null ? append(NULL) : ascii(value.toString());
    }

    private void begin() {
        if (column++ > 0) {
            put('\t');
        }
    }

    private void escaped(byte b) {
        switch (b) {
            case '\\' -> put('\\', '\\');
            case '\t' -> put('\\', 't');
            case '\n' -> put('\\', 'n');
            case '\r' -> put('\\', 'r');
            case 0 -> append("\uFFFD".getBytes(StandardCharsets.UTF_8));
            default -> put(b);
        }
    }

    private CopyRow ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    private CopyRow append(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    private void put(int first, int second) {
        put(first);
        put(second);
    }

    private void put(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
