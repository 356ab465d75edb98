package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a declaration said about one key; together they are the schema.
public sealed interface Declared {
    String name();

    String doc();

    /// A key with one value, a list of values, or values by name.
    ///
    /// @param schema of one value
    /// @param fallback the default as text; empty when there is none
    record Value(String name, String doc, Json schema, Shape shape, Need need, String fallback) implements Declared {}

    /// A key with keys below it.
    record Group(String name, String doc, Shape shape, Map<String, Declared> members) implements Declared {
        static Group empty(String name, String doc, Shape shape) {
            return new Group(name, doc, shape, new LinkedHashMap<>());
        }

        /// The keys in the order of their declaration.
        public Collection<Declared> inOrder() {
            return members.values();
        }
    }

    /// How many values a key holds.
    enum Shape {
        ONE,
        LIST,
        /// A list that may be written as its only value.
        ONE_OR_MORE,
        BY_NAME
    }

    /// Whether a key may be left out.
    enum Need {
        OPTIONAL,
        REQUIRED
    }
}
