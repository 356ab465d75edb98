package io.sallyport.json;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// JSON in one spelling, so that texts that mean the same compare as equal.
///
/// Members are sorted by name, blanks are left out and escapes are resolved as far as they can be. Numbers keep their
/// digits: `1` and `1.0` stay different, because some readers tell them apart.
public final class Canonical {
    private static final int PIECE = 8192;

    private final Consumer<String> to;
    private final StringBuilder piece = new StringBuilder();

    private Canonical(Consumer<String> to) {
        this.to = to;
    }

    /// Writes a value piece by piece, so that a large one is not held a second time.
    public static void write(Json json, Consumer<String> to) {
        Canonical canonical = new Canonical(to);
        canonical.value(json);
        canonical.flush();
    }

    private void value(Json json) {
        if (json.isObject()) {
            object(json);
        } else if (json.isArray()) {
            array(json);
        } else if (json.isText()) {
            Json.quote(json.text(), piece);
        } else {
            piece.append(json);
        }
        if (piece.length() > PIECE) {
            flush();
        }
    }

    private void object(Json json) {
        List<Json.Field> sorted = json.fields().stream()
                .sorted(Comparator.comparing(Json.Field::name))
                .toList();
        char before = '{';
        for (Json.Field field : sorted) {
            piece.append(before);
            Json.quote(field.name(), piece);
            piece.append(':');
            value(field.value());
            before = ',';
        }
        piece.append(sorted.isEmpty() ? "{}" : "}");
    }

    private void array(Json json) {
        char before = '[';
        for (Json element : json.elements()) {
            piece.append(before);
            value(element);
            before = ',';
        }
        piece.append(json.size() == 0 ? "[]" : "]");
    }

    private void flush() {
        to.accept(piece.toString());
        piece.setLength(0);
    }
}
