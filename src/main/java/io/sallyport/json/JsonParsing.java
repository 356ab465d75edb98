package io.sallyport.json;

import io.sallyport.lang.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/// From text to tree, with our words for what is wrong.
final class JsonParsing {
    private static final char REPLACEMENT = '\uFFFD';

    private JsonParsing() {}

    static JsonNode parse(String text) {
        try (JsonParser parser = Jackson.MAPPER.createParser(text)) {
            return parse(parser);
        }
    }

    /// Reads UTF-8 and nothing else; Jackson alone would guess UTF-16 and let overlong forms pass.
    static String utf8(Bytes bytes) {
        String text = bytes.text();
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.array(), bytes.from(), bytes.length()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonProblem("", "is not valid UTF-8");
        }
    }

    private static JsonNode parse(JsonParser parser) {
        try {
            if (parser.nextToken() == null) {
                throw new JsonProblem("", "is empty, not JSON");
            }
            JsonNode node = parser.readValueAsTree();
            JsonToken more = parser.nextToken();
            if (more != null) {
                throw new JsonProblem("", "has more text after the JSON value");
            }
            return node;
        } catch (StreamConstraintsException e) {
            throw tooMuch(parser);
        } catch (NumberFormatException e) {
            // The library lets this through for exponents no decimal can hold.
            throw new JsonProblem("", "holds a number that is out of range");
        } catch (JacksonException e) {
            throw notJson(parser, e);
        }
    }

    private static JsonProblem tooMuch(JsonParser parser) {
        TokenStreamContext context = parser.streamReadContext();
        String what = context.getNestingDepth() >= Jackson.DEEPEST
                ? "is nested deeper than " + Jackson.DEEPEST + " levels"
                : "is longer than JSON values here may be";
        return new JsonProblem(path(context), what);
    }

    private static JsonProblem notJson(JsonParser parser, JacksonException problem) {
        String path = path(parser.streamReadContext());
        if (problem.getOriginalMessage().startsWith("Duplicate")) {
            return new JsonProblem(path, "appears twice");
        }
        TokenStreamLocation at = problem.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new JsonProblem(path, "is not valid JSON" + where);
    }

    private static String path(TokenStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        TokenStreamContext parent = context.getParent();
        String above = parent == null ? "" : path(parent);
        if (context.inArray()) {
            return above + "[" + context.getCurrentIndex() + "]";
        }
        String name = context.currentName();
        return name == null ? above : above.isEmpty() ? name : above + "." + name;
    }
}
