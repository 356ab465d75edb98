package io.sallyport.json;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// A JSON Schema that values can be held to; it loads nothing from elsewhere.
///
/// Source: JSON Schema draft 2020-12, unless a schema names another one.
/// Threads: immutable.
public final class JsonSchema {
    private final Schema schema;

    private JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /// Reads a schema.
    ///
    /// Errors: IllegalArgumentException for one that is none; whatever `patterns` throws.
    ///
    /// @param patterns compiles the regular expressions of the schema
    public static JsonSchema of(Json schema, Function<String, Predicate<String>> patterns) {
        List<RuntimeException> refused = new ArrayList<>();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(written -> expression(written, patterns, refused))
                .build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
        try {
            Schema read = registry.getSchema(schema.toString());
            read.initializeValidators();
            if (!refused.isEmpty()) {
                throw refused.getFirst();
            }
            return new JsonSchema(read);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("this is no JSON Schema that can be used", e);
        }
    }

    /// The library writes every pattern that fails to the log before it tells us, so it is not told.
    private static RegularExpression expression(
            String written, Function<String, Predicate<String>> patterns, List<RuntimeException> refused) {
        try {
            return patterns.apply(written)::test;
        } catch (RuntimeException e) {
            refused.add(e);
            return _ -> false;
        }
    }

    /// Where a value breaks the schema, as place and rule, such as `$.price: type`; never what stands there.
    public List<String> problems(Json value) {
        return schema.validate(value.node()).stream()
                .map(JsonSchema::told)
                .distinct()
                .toList();
    }

    private static String told(Error error) {
        return error.getInstanceLocation() + ": " + error.getKeyword();
    }
}
