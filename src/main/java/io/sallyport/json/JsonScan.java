package io.sallyport.json;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.util.Arrays;
import java.util.Optional;

/// One strict pass over a JSON object: proves that the bytes are valid and remembers where each top-level
/// member is.
///
/// Whatever passes may be forwarded as it came: UTF-8 is well-formed, no object has a member twice (escaped
/// spellings included), nothing is nested deeper than 64, nothing follows the object, and counts are bounded.
///
/// Errors: BadRequest invalid_json, duplicate_key, invalid_utf8, json_too_deep, invalid_value (too many
/// members). Source: RFC 8259; limits are ours (security catalogue, group B).
public final class JsonScan {
    private static final int DEEPEST = 64;
    private static final int MOST_CONTAINERS = 200_000;

    /// Top-level members there is room for at first.
    private static final int USUAL = 8;

    /// Names there is room for at first: a chat's own, and those of one of its messages.
    private static final int USUAL_OPEN = 12;

    /// Bytes that most members take at least, so that a short text needs less room.
    private static final int SHORT = 12;

    /// What one member takes: where its name and its value begin and end.
    private static final int STRIDE = 4;

    private final byte[] in;
    private final int end;
    private final MemberNames names;
    private int at;
    private int containers;

    private int members;
    private int[] spans;

    private JsonScan(Bytes text) {
        this.in = text.array();
        this.at = text.from();
        this.end = text.to();
        int most = 1 + text.length() / SHORT;
        this.names = new MemberNames(in, Math.min(USUAL_OPEN, most));
        this.spans = new int[STRIDE * Math.min(USUAL, most)];
    }

    /// Scans a whole text that must be one object.
    public static JsonScan object(Bytes text) {
        JsonScan scan = new JsonScan(text);
        scan.blanks();
        if (scan.peek() != '{') {
            throw scan.invalid("an object is expected");
        }
        scan.object(1);
        scan.blanks();
        if (scan.at != scan.end) {
            throw scan.invalid("something follows the object");
        }
        return scan;
    }

    /// The bytes of a top-level member's value, quotes included; empty when there is no such member.
    public Optional<Bytes> value(String name) {
        int index = find(name);
        return index < 0 ? Optional.empty() : Optional.of(new Bytes(in, spans[index + 2], spans[index + 3]));
    }

    /// The same; without bytes when there is no such member.
    public Bytes valueOrEmpty(String name) {
        int index = find(name);
        return index < 0 ? Bytes.EMPTY : new Bytes(in, spans[index + 2], spans[index + 3]);
    }

    /// A top-level text.
    ///
    /// Errors: BadRequest invalid_type when the member is there and is neither text nor null.
    public Optional<String> text(String name) {
        int index = find(name);
        if (index < 0 || in[spans[index + 2]] == 'n') {
            return Optional.empty();
        }
        if (in[spans[index + 2]] != '"') {
            throw wrongType(name, "a string");
        }
        return Optional.of(JsonText.decode(in, spans[index + 2] + 1, spans[index + 3] - 1));
    }

    /// A top-level true or false; empty when missing or null.
    public Optional<Boolean> bool(String name) {
        int index = find(name);
        if (index < 0) {
            return Optional.empty();
        }
        return switch (in[spans[index + 2]]) {
            case 't' -> Optional.of(true);
            case 'f' -> Optional.of(false);
            case 'n' -> Optional.empty();
            default -> throw wrongType(name, "true or false");
        };
    }

    /// A top-level whole number; empty when missing or null.
    ///
    /// Errors: BadRequest invalid_type when it is not a plain integer, invalid_value when it does not fit 63
    /// bits.
    public Optional<Long> whole(String name) {
        int index = find(name);
        if (index < 0 || in[spans[index + 2]] == 'n') {
            return Optional.empty();
        }
        for (int i = spans[index + 2]; i < spans[index + 3]; i++) {
            if (in[i] != '-' && (in[i] < '0' || in[i] > '9')) {
                throw wrongType(name, "a whole number");
            }
        }
        try {
            return Optional.of(Long.parseLong(new Bytes(in, spans[index + 2], spans[index + 3]).text()));
        } catch (NumberFormatException e) {
            throw new RefusedException(new BadRequest("invalid_value", "'" + name + "' is out of range.", name));
        }
    }

    /// True when the member's value begins with this character, for example `{` for an object.
    public boolean startsWith(String name, char first) {
        int index = find(name);
        return index >= 0 && in[spans[index + 2]] == first;
    }

    private int find(String name) {
        for (int i = 0; i < members * STRIDE; i += STRIDE) {
            if (names.same(spans[i], spans[i + 1], name)) {
                return i;
            }
        }
        return -1;
    }

    private static RefusedException wrongType(String name, String expected) {
        return new RefusedException(new BadRequest("invalid_type", "'" + name + "' must be " + expected + ".", name));
    }

    private void object(int depth) {
        opened(depth);
        int mark = names.open();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            names.close(mark);
            return;
        }
        while (true) {
            int nameFrom = at + 1;
            expect('"', "a member name is expected");
            boolean escaped = string();
            int nameTo = at - 1;
            if (!names.add(mark, nameFrom, nameTo, escaped)) {
                throw duplicate(nameFrom, nameTo);
            }
            blanks();
            expect(':', "a colon is expected");
            blanks();
            int valueFrom = at;
            value(depth);
            if (depth == 1) {
                remember(nameFrom, nameTo, valueFrom, at);
            }
            blanks();
            if (peek() == '}') {
                at++;
                names.close(mark);
                return;
            }
            expect(',', "a comma or the end of the object is expected");
            blanks();
        }
    }

    private void array(int depth) {
        opened(depth);
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value(depth);
            blanks();
            if (peek() == ']') {
                at++;
                return;
            }
            expect(',', "a comma or the end of the array is expected");
            blanks();
        }
    }

    private void opened(int depth) {
        if (depth > DEEPEST) {
            throw new RefusedException(new BadRequest("json_too_deep", "JSON is nested deeper than 64."));
        }
        if (++containers > MOST_CONTAINERS) {
            throw new RefusedException(new BadRequest("invalid_value", "JSON has too many objects and arrays."));
        }
    }

    private void value(int depth) {
        switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> {
                at++;
                string();
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void number() {
        int next = JsonText.number(in, at, end);
        if (next < 0) {
            throw invalid("a value is expected");
        }
        at = next;
    }

    /// Reads a string whose opening quote is behind us, to after its closing quote; says whether it holds
    /// escapes.
    private boolean string() {
        boolean escaped = false;
        while (true) {
            at = JsonText.plain(in, at, end);
            if (at >= end || (in[at] >= 0 && in[at] < ' ')) {
                throw invalid(at >= end ? "a string does not end" : "a control character stands in a string");
            }
            if (in[at] == '"') {
                at++;
                return escaped;
            }
            int next = in[at] == '\\' ? JsonText.escape(in, at, end) : JsonText.utf8(in, at, end);
            if (next < 0) {
                throw in[at] == '\\' ? invalid("an escape is wrong") : notUtf8();
            }
            escaped |= in[at] == '\\';
            at = next;
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || in[at + i] != word.charAt(i)) {
                throw invalid("a value is expected");
            }
        }
        at += word.length();
    }

    private void expect(char wanted, String otherwise) {
        if (peek() != wanted) {
            throw invalid(otherwise);
        }
        at++;
    }

    private int peek() {
        return at < end ? in[at] : -1;
    }

    private void blanks() {
        while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private void remember(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int i = members++ * STRIDE;
        if (i == spans.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
        }
        spans[i] = nameFrom;
        spans[i + 1] = nameTo;
        spans[i + 2] = valueFrom;
        spans[i + 3] = valueTo;
    }

    private RefusedException invalid(String what) {
        return new RefusedException(
                new BadRequest("invalid_json", "The body is not valid JSON: " + what + " at byte " + at + "."));
    }

    private RefusedException notUtf8() {
        return new RefusedException(new BadRequest("invalid_utf8", "The body is not valid UTF-8 at byte " + at + "."));
    }

    private RefusedException duplicate(int from, int to) {
        if (names.isFull()) {
            return new RefusedException(new BadRequest("invalid_value", "A JSON object has too many members."));
        }
        String name = JsonText.decode(in, from, to);
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        return new RefusedException(
                new BadRequest("duplicate_key", "A JSON object has a member twice: '" + shown + "'.", shown));
    }
}
