package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The members of one JSON object, found by a single pass that steps over nested values; only what is asked for
/// is read further.
///
/// Errors: JsonProblem when the bytes are no object.
final class Members {
    static final Json MISSING = Json.NULL.get("");

    private final Map<String, Bytes> values = new HashMap<>();
    private final byte[] array;
    private final int end;
    private int at;

    private Members(Bytes body) {
        array = body.array();
        at = body.from();
        end = body.to();
    }

    static Members of(Bytes body) {
        Members members = new Members(body);
        members.read();
        return members;
    }

    /// How many bytes of JSON a member's value takes; zero when it is absent.
    int size(String name) {
        Bytes value = values.get(name);
        return value == null ? 0 : value.length();
    }

    /// A member's value, missing when it is absent.
    Json json(String name) {
        Bytes value = values.get(name);
        return value == null ? MISSING : Json.parse(value);
    }

    boolean isTrue(String name) {
        Bytes value = values.get(name);
        return value != null && value.length() == 4 && value.array()[value.from()] == 't';
    }

    /// A plain text without escapes, read without building a tree.
    String text(String name) {
        Bytes value = values.get(name);
        if (value == null || value.length() < 2 || value.array()[value.from()] != '"') {
            return "";
        }
        return value.slice(1, value.length() - 1).text();
    }

    private void read() {
        expect('{');
        if (peek() == '}') {
            return;
        }
        do {
            int keyFrom = skipBlanks() + 1;
            skipValue();
            String key = new String(array, keyFrom, at - 1 - keyFrom, StandardCharsets.UTF_8);
            expect(':');
            int from = skipBlanks();
            skipValue();
            values.put(key, new Bytes(array, from, at));
        } while (isNext(','));
        expect('}');
    }

    private void skipValue() {
        int depth = 0;
        do {
            switch (peek()) {
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case ',', ':' -> at++;
                case '"' -> skipText();
                default -> skipWord();
            }
        } while (depth > 0);
    }

    private void skipText() {
        at++;
        while (at < end && array[at] != '"') {
            at += array[at] == '\\' ? 2 : 1;
        }
        at++;
        if (at > end) {
            throw unfinished();
        }
    }

    private void skipWord() {
        int from = at;
        while (at < end && (Character.isLetterOrDigit(array[at]) || "+-.".indexOf(array[at]) >= 0)) {
            at++;
        }
        if (at == from) {
            throw unfinished();
        }
    }

    private boolean isNext(char wanted) {
        boolean is = peek() == wanted;
        at += is ? 1 : 0;
        return is;
    }

    private void expect(char wanted) {
        if (!isNext(wanted)) {
            throw new JsonProblem("", "is no JSON object");
        }
    }

    private char peek() {
        skipBlanks();
        if (at >= end) {
            throw unfinished();
        }
        return (char) array[at];
    }

    private int skipBlanks() {
        while (at < end && array[at] <= ' ' && array[at] >= 0) {
            at++;
        }
        return at;
    }

    private static JsonProblem unfinished() {
        return new JsonProblem("", "is no whole JSON object");
    }
}
