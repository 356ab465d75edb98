package io.sallyport.json;

import io.sallyport.lang.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;

/// A read-only JSON value that knows its place in its tree.
///
/// Looking for what is not there answers a missing value, never null; reading a value as a type it is not
/// throws a [JsonProblem] that names the path. Numbers are exact: a fraction is never turned into a binary one.
/// Threads: immutable.
public final class Json {
    /// The value `null`.
    public static final Json NULL = new Json(NullNode.getInstance());

    /// Larger exponents would cost memory as soon as somebody computes with the number.
    private static final int LARGEST_EXPONENT = 400;

    private final JsonNode node;
    private final @Nullable Json parent;
    private final String step;

    private Json(JsonNode node, @Nullable Json parent, String step) {
        this.node = node;
        this.parent = parent;
        this.step = step;
    }

    Json(JsonNode node) {
        this(node, null, "");
    }

    /// Reads UTF-8 JSON. Refuses duplicate names, more than 64 levels, text after the value, and invalid UTF-8.
    public static Json parse(Bytes bytes) {
        return parse(JsonParsing.utf8(bytes));
    }

    /// Reads a JSON text as strictly as [#parse(Bytes)].
    public static Json parse(String text) {
        return new Json(JsonParsing.parse(text));
    }

    /// Starts an object.
    public static JsonObject object() {
        return new JsonObject();
    }

    /// Starts an array.
    public static JsonArray array() {
        return new JsonArray();
    }

    /// A JSON text value.
    public static Json of(String text) {
        return new Json(Jackson.MAPPER.getNodeFactory().stringNode(text));
    }

    /// Appends a text as JSON, quotes included; for small things that are written often.
    public static void quote(String text, StringBuilder to) {
        to.append('"');
        if (isPlain(text)) {
            to.append(text);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(text, to);
        }
        to.append('"');
    }

    /// True for a text that is the same as JSON, but for the quotes: for nearly all small ones.
    public static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next < ' ' || next == '"' || next == '\\') {
                return false;
            }
        }
        return true;
    }

    /// The member of an object; missing when there is none or this is no object.
    public Json get(String name) {
        JsonNode child = node.get(name);
        return new Json(child == null ? MissingNode.getInstance() : child, this, name);
    }

    /// The element of an array, counted from zero; missing when there is none or this is no array.
    public Json at(int index) {
        JsonNode child = node.isArray() ? node.get(index) : null;
        return new Json(child == null ? MissingNode.getInstance() : child, this, "[" + index + "]");
    }

    /// The value at a path of names and indexes such as `choices.0.message`.
    public Json path(String path) {
        Json here = this;
        for (String next : path.split("\\.", -1)) {
            here = here.isArray() && isIndex(next) ? here.at(Integer.parseInt(next)) : here.get(next);
        }
        return here;
    }

    private static boolean isIndex(String step) {
        return !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    public boolean isMissing() {
        return node.isMissingNode();
    }

    public boolean isNull() {
        return node.isNull();
    }

    /// Neither missing nor null.
    public boolean isPresent() {
        return !isMissing() && !isNull();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isArray() {
        return node.isArray();
    }

    public boolean isText() {
        return node.isString();
    }

    public boolean isNumber() {
        return node.isNumber();
    }

    public boolean isBoolean() {
        return node.isBoolean();
    }

    public String text() {
        if (!isText()) {
            throw mustBe("a text");
        }
        return node.stringValue();
    }

    /// The text, or the other one when this is missing or null.
    public String textOr(String other) {
        return isPresent() ? text() : other;
    }

    /// A whole number of 64 bits; `3.0` is one.
    public long asLong() {
        if (!isNumber()) {
            throw mustBe("a whole number");
        }
        try {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? node.longValue()
                    : node.decimalValue().longValueExact();
        } catch (ArithmeticException e) {
            throw mustBe("a whole number of 64 bits");
        }
    }

    /// The whole number, or the other one when this is missing or null.
    public long longOr(long other) {
        return isPresent() ? asLong() : other;
    }

    /// The exact number; exponents beyond 400 are refused.
    public BigDecimal decimal() {
        if (!isNumber()) {
            throw mustBe("a number");
        }
        BigDecimal number = node.decimalValue();
        if (Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
            throw mustBe("a number of ordinary size");
        }
        return number;
    }

    public boolean bool() {
        if (!isBoolean()) {
            throw mustBe("true or false");
        }
        return node.booleanValue();
    }

    /// True or false, or the other one when this is missing or null.
    public boolean boolOr(boolean other) {
        return isPresent() ? bool() : other;
    }

    /// How many members or elements; zero for anything else.
    public int size() {
        return node.size();
    }

    /// The elements of an array.
    public List<Json> elements() {
        if (!isArray()) {
            throw mustBe("an array");
        }
        List<Json> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(at(i));
        }
        return elements;
    }

    /// The members of an object in the order of the text.
    public List<Field> fields() {
        if (!isObject()) {
            throw mustBe("an object");
        }
        List<Field> fields = new ArrayList<>(node.size());
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            fields.add(new Field(entry.getKey(), new Json(entry.getValue(), this, entry.getKey())));
        }
        return fields;
    }

    /// One member of an object.
    public record Field(String name, Json value) {}

    /// Where this value stands in its tree, such as `messages[0].role`; empty for the root.
    public String where() {
        if (parent == null) {
            return step;
        }
        String above = parent.where();
        return above.isEmpty() || step.startsWith("[") ? above + step : above + "." + step;
    }

    /// A problem at the place of this value.
    ///
    /// @param what what is wrong, to be read after the path
    public JsonProblem problem(String what) {
        return new JsonProblem(where(), what);
    }

    /// The value as compact UTF-8 JSON.
    public Bytes bytes() {
        // By way of a text: half of a surrogate pair becomes a question mark there, Jackson would fail on it.
        return Bytes.of(toString());
    }

    /// The value as compact JSON; empty for a missing value.
    @Override
    public String toString() {
        return isMissing() ? "" : Jackson.MAPPER.writeValueAsString(node);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && node.equals(json.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    JsonNode node() {
        return node;
    }

    private JsonProblem mustBe(String type) {
        return problem(isMissing() ? "is missing" : "must be " + type);
    }
}
