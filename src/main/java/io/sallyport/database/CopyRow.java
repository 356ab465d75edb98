package io.sallyport.database;

import io.sallyport.lang.Allowed;
import io.sallyport.lang.TextBytes;
import java.math.BigDecimal;
import java.math.BigInteger;
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
    private static final String REPLACEMENT = "\uFFFD";
    private static final String NULL = "\\N";
    private static final int FIRST_SIZE = 8192;
    private static final int ASCII = 0x80;

    /// Characters from which on it pays to look for each special one by itself, many at a time.
    private static final int LONG = 64;

    private static final char[] SPECIAL = {'\\', '\n', '\t', '\r', 0};
    private static final boolean[] PLAIN = plain();

    private final TextBytes row = new TextBytes(FIRST_SIZE);
    private int column;

    CopyRow() {}

    /// A text, JSON or enum value. The zero character, which PostgreSQL cannot store, becomes U+FFFD.
    public CopyRow text(@Nullable String value) {
        if (value == null) {
            return ascii(NULL);
        }
        begin();
        return more(value);
    }

    /// More of the text that was written last.
    public CopyRow more(String value) {
        if (value.length() >= LONG && isPlain(value)) {
            row.utf8(value, 0, value.length());
            return this;
        }
        int at = row.run(value, 0, PLAIN);
        while (at < value.length()) {
            at = row.run(value, special(value, at), PLAIN);
        }
        return this;
    }

    /// A text that is known to be ASCII without anything that COPY escapes, for example an id.
    public CopyRow word(@Nullable String value) {
        return ascii(value == null ? NULL : value);
    }

    public CopyRow number(long value) {
        begin();
        row.number(value);
        return this;
    }

    public CopyRow number(@Nullable Number value) {
        return switch (value) {
            case null -> ascii(NULL);
            case Long whole -> number(whole.longValue());
            case Integer whole -> number(whole.longValue());
            case BigInteger whole when whole.bitLength() < Long.SIZE -> number(whole.longValue());
            case BigDecimal decimal -> ascii(decimal.toPlainString());
            default -> ascii(value.toString());
        };
    }

    public CopyRow instant(@Nullable Instant value) {
        if (value == null) {
            return ascii(NULL);
        }
        begin();
        row.instant(value);
        return this;
    }

    public CopyRow uuid(@Nullable UUID value) {
        if (value == null) {
            return ascii(NULL);
        }
        begin();
        row.uuid(value);
        return this;
    }

    /// True or false.
    public CopyRow truth(@Nullable Boolean value) {
        return ascii(value == null ? NULL : value ? "true" : "false");
    }

    /// Null in so many columns.
    public CopyRow absent(int columns) {
        for (int i = 0; i < columns; i++) {
            ascii(NULL);
        }
        return this;
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

    /// Ends the row and hands it over, line end included. What is written next begins another.
    ///
    /// @return what the sink answers
    int moveTo(RowSink sink) {
        row.sign('\n');
        int answer = sink.add(row.bytes(), row.size());
        row.clear();
        column = 0;
        return answer;
    }

    /// Bytes of the longest row that it can hold as it is.
    int capacity() {
        return row.bytes().length;
    }

    int column() {
        return column;
    }

    private void begin() {
        if (column++ > 0) {
            row.sign('\t');
        }
    }

    private CopyRow ascii(String value) {
        begin();
        row.ascii(value);
        return this;
    }

    private static boolean isPlain(String value) {
        for (char sign : SPECIAL) {
            if (value.indexOf(sign) >= 0) {
                return false;
            }
        }
        return true;
    }

    /// @return position after what was written
    private int special(String value, int at) {
        switch (value.charAt(at)) {
            case '\\' -> row.ascii("\\\\");
            case '\t' -> row.ascii("\\t");
            case '\n' -> row.ascii("\\n");
            case '\r' -> row.ascii("\\r");
            case 0 -> row.utf8(REPLACEMENT, 0, 1);
            default -> {
                return foreign(value, at);
            }
        }
        return at + 1;
    }

    private int foreign(String value, int from) {
        int to = from + 1;
        while (to < value.length() && value.charAt(to) >= ASCII) {
            to++;
        }
        row.utf8(value, from, to);
        return to;
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[ASCII];
        Arrays.fill(plain, true);
        for (char sign : SPECIAL) {
            plain[sign] = false;
        }
        return plain;
    }
}
