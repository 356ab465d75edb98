package io.sallyport.json;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The texts and numbers in a JSON value, and the value with other texts in their places; every other byte
/// stays as it is.
///
/// Threads: used by one at a time.
public final class JsonLeaves {
    private static final int DEEPEST = 64;

    private final byte[] in;
    private final int end;
    private final StringBuilder path = new StringBuilder();
    private final List<Leaf> leaves = new ArrayList<>();
    private int at;

    private JsonLeaves(Bytes json) {
        this.in = json.array();
        this.at = json.from();
        this.end = json.to();
    }

    /// A text or a number.
    ///
    /// @param path names and indexes down to it, such as `messages[0].content`
    /// @param span its bytes, without the quotes of a text
    public record Leaf(String path, Bytes span, Sort sort) {
        /// What it says, escapes resolved.
        public String value() {
            return JsonText.decode(span.array(), span.from(), span.to());
        }

        public boolean isText() {
            return sort == Sort.TEXT;
        }
    }

    /// What a leaf is.
    public enum Sort {
        TEXT,
        NUMBER
    }

    /// Every text and number in the order of the bytes; names of members are none.
    ///
    /// Errors: JsonProblem when it is no JSON.
    public static List<Leaf> of(Bytes json) {
        JsonLeaves reading = new JsonLeaves(json);
        reading.blanks();
        reading.value(1);
        reading.blanks();
        if (reading.at != reading.end) {
            throw reading.wrong();
        }
        return reading.leaves;
    }

    /// The same JSON with other texts.
    ///
    /// @param leaves of this JSON
    /// @param instead other texts, by the path of those they replace
    public static Bytes with(Bytes json, List<Leaf> leaves, Map<String, String> instead) {
        if (instead.isEmpty()) {
            return json;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length() + 64);
        StringBuilder quoted = new StringBuilder();
        int from = json.from();
        for (Leaf leaf : leaves) {
            String other = leaf.isText() ? instead.get(leaf.path()) : null;
            if (other != null) {
                out.write(json.array(), from, leaf.span().from() - 1 - from);
                quoted.setLength(0);
                Json.quote(other, quoted);
                out.writeBytes(quoted.toString().getBytes(StandardCharsets.UTF_8));
                from = leaf.span().to() + 1;
            }
        }
        out.write(json.array(), from, json.to() - from);
        return Bytes.of(out.toByteArray());
    }

    private void value(int depth) {
        if (depth > DEEPEST) {
            throw wrong();
        }
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> leaves.add(new Leaf(path.toString(), string(), Sort.TEXT));
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object(int depth) {
        at++;
        blanks();
        int mark = path.length();
        while (peek() != '}') {
            Bytes name = string();
            path.append(mark == 0 ? "" : ".").append(JsonText.decode(in, name.from(), name.to()));
            blanks();
            expect(':');
            blanks();
            value(depth + 1);
            path.setLength(mark);
            next('}');
        }
        at++;
    }

    private void array(int depth) {
        at++;
        blanks();
        int mark = path.length();
        for (int index = 0; peek() != ']'; index++) {
            path.append('[').append(index).append(']');
            value(depth + 1);
            path.setLength(mark);
            next(']');
        }
        at++;
    }

    /// Goes on to the next element, or to what closes.
    private void next(char closing) {
        blanks();
        if (peek() == closing) {
            return;
        }
        expect(',');
        blanks();
        if (peek() == closing) {
            throw wrong();
        }
    }

    private Bytes string() {
        expect('"');
        int from = at;
        while (peek() != '"') {
            int sign = peek();
            if (at >= end || (sign >= 0 && sign < ' ')) {
                throw wrong();
            }
            int after = sign == '\\' ? JsonText.escape(in, at, end) : sign >= ' ' ? at + 1 : JsonText.utf8(in, at, end);
            if (after < 0) {
                throw wrong();
            }
            at = after;
        }
        at++;
        return new Bytes(in, from, at - 1);
    }

    private void number() {
        int after = at < end ? JsonText.number(in, at, end) : -1;
        if (after < 0) {
            throw wrong();
        }
        leaves.add(new Leaf(path.toString(), new Bytes(in, at, after), Sort.NUMBER));
        at = after;
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void expect(char wanted) {
        if (at >= end || in[at] != wanted) {
            throw wrong();
        }
        at++;
    }

    /// The byte here; beyond ASCII it is negative, at the end it is no sign of JSON.
    private int peek() {
        return at < end ? in[at] : 0;
    }

    private void blanks() {
        while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private JsonProblem wrong() {
        return new JsonProblem(path.toString(), "is not valid JSON");
    }
}
