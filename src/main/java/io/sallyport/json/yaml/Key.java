package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import io.sallyport.json.yaml.Declared.Need;
import io.sallyport.json.yaml.Declared.Shape;
import io.sallyport.json.yaml.Reading.Given;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// One key of a section; the method that reads it says how many values it has and whether it may be left out.
///
/// Threads: used by one thread.
public final class Key {
    private static final String NO_DEFAULT = "";

    private final Section section;
    private final String name;
    private final String doc;
    private final String path;

    Key(Section section, String name, String doc) {
        this.section = section;
        this.name = name;
        this.doc = doc;
        this.path = Reading.join(section.path(), name);
    }

    /// A value with a default.
    public <T> T or(Kind<T> kind, T fallback) {
        declare(kind, Shape.ONE, Need.OPTIONAL, kind.show().apply(fallback));
        Optional<T> value = value(kind);
        if (value.isEmpty()) {
            note(kind.show().apply(fallback), Origin.DEFAULT, fallback);
        }
        return value.orElse(fallback);
    }

    /// A value that may be left out.
    public <T> Optional<T> optional(Kind<T> kind) {
        declare(kind, Shape.ONE, Need.OPTIONAL, NO_DEFAULT);
        return value(kind);
    }

    /// A value without which there is a problem.
    public <T> T required(Kind<T> kind) {
        declare(kind, Shape.ONE, Need.REQUIRED, NO_DEFAULT);
        return value(kind).orElseGet(() -> {
            section.reading().problem(path, "is missing");
            return kind.sample();
        });
    }

    /// A switch that is off unless it is set to true.
    public boolean off() {
        return or(Kind.SWITCH, false);
    }

    /// A switch that is on unless it is set to false.
    public boolean on() {
        return or(Kind.SWITCH, true);
    }

    /// A secret, given as it is, or as the name of a file that holds it under the same key with `_file`.
    public Optional<Secret> secret() {
        Optional<Secret> given = optional(Kind.SECRET);
        Optional<String> file = section.key(name + "_file", "File that holds `" + name + "`; a mounted secret.")
                .optional(Kind.TEXT);
        if (given.isPresent() && file.isPresent()) {
            section.problem(name + "_file", "and " + name + " are both given; keep one");
        }
        return given.or(() -> file.flatMap(this::fromFile));
    }

    private Optional<Secret> fromFile(String file) {
        try {
            Secret secret =
                    Secret.of(Files.readString(section.reading().resolve(file)).strip());
            if (secret.isBlank()) {
                section.problem(name + "_file", "names an empty file");
                return Optional.empty();
            }
            section.reading().note(new Effective(path, secret.masked(), new Origin("file " + file, 0), secret));
            return Optional.of(secret);
        } catch (IOException e) {
            section.problem(name + "_file", "names a file that cannot be read");
            return Optional.empty();
        }
    }

    /// Any number of values, none unless given. On the command line and in the environment they stand with
    /// commas.
    public <T> List<T> list(Kind<T> kind) {
        return list(kind, List.of());
    }

    /// Any number of values, with a default for the whole list.
    public <T> List<T> list(Kind<T> kind, List<T> fallback) {
        return list(kind, fallback, Shape.LIST);
    }

    /// As a list; a single value in the file is a list of one.
    public <T> List<T> oneOrMore(Kind<T> kind, List<T> fallback) {
        return list(kind, fallback, Shape.ONE_OR_MORE);
    }

    private <T> List<T> list(Kind<T> kind, List<T> fallback, Shape shape) {
        declare(kind, shape, Need.OPTIONAL, shown(kind, fallback));
        Optional<Given> override = section.reading().override(path);
        if (override.isPresent()) {
            return split(kind, override.get());
        }
        Optional<Node> node = section.member(name).filter(given -> !YamlText.isNull(given));
        if (node.isEmpty()) {
            note(shown(kind, fallback), Origin.DEFAULT, fallback);
            return fallback;
        }
        if (shape == Shape.ONE_OR_MORE && node.get() instanceof ScalarNode) {
            return value(kind).stream().toList();
        }
        List<T> values = new ArrayList<>();
        List<Node> elements = section.elements(path, node.get());
        for (int i = 0; i < elements.size(); i++) {
            String at = path + "[" + i + "]";
            section.reading().remember(at, section.reading().at(elements.get(i)));
            element(kind, at, elements.get(i)).ifPresent(values::add);
        }
        note(shown(kind, values), section.reading().at(node.get()), List.copyOf(values));
        return List.copyOf(values);
    }

    private <T> Optional<T> element(Kind<T> kind, String at, Node node) {
        Optional<Given> given = section.reading().scalar(at, node);
        if (given.isEmpty()) {
            section.reading().problem(at, "has no value");
        }
        return given.flatMap(text -> parsed(kind, at, text));
    }

    private <T> List<T> split(Kind<T> kind, Given given) {
        section.reading().remember(path, given.origin());
        List<T> values = Arrays.stream(given.text().split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .flatMap(text -> parsed(kind, path, new Given(text, given.origin())).stream())
                .toList();
        note(shown(kind, values), given.origin(), values);
        return values;
    }

    /// Anything that has a JSON form and keys; an empty object unless given.
    public Json tree() {
        Json schema = Json.object().put("title", "any keys").toJson();
        declare(new Kind<>(schema, Json.NULL, _ -> Json.NULL, Json::toString), Shape.BY_NAME, Need.OPTIONAL, "{}");
        Optional<Node> node = section.member(name).filter(given -> !YamlText.isNull(given));
        if (node.isEmpty()) {
            return Json.object().toJson();
        }
        Json tree = Trees.of(section.reading(), path, node.get());
        note(Masked.of(tree).toString(), section.reading().at(node.get()), tree);
        return tree;
    }

    /// Values by name, in the order of the file.
    public <T> Map<String, T> byName(Kind<T> kind) {
        declare(kind, Shape.BY_NAME, Need.OPTIONAL, "{}");
        Map<String, T> values = new LinkedHashMap<>();
        section.member(name)
                .ifPresent(node -> section.reading()
                        .members(path, node)
                        .forEach((word, value) -> element(kind, Reading.join(path, word), value)
                                .ifPresent(parsed -> values.put(word, parsed))));
        values.forEach((word, value) -> section.reading()
                .note(new Effective(
                        Reading.join(path, word),
                        kind.show().apply(value),
                        section.member(name).map(section.reading()::at).orElse(Origin.DEFAULT),
                        value)));
        return Collections.unmodifiableMap(values);
    }

    private <T> Optional<T> value(Kind<T> kind) {
        Optional<Given> given = section.reading()
                .override(path)
                .or(() -> section.member(name).flatMap(node -> section.reading().scalar(path, node)));
        given.ifPresent(text -> section.reading().remember(path, text.origin()));
        Optional<T> value = given.flatMap(text -> parsed(kind, path, text));
        value.ifPresent(known -> note(kind.show().apply(known), given.get().origin(), known));
        return value;
    }

    private <T> Optional<T> parsed(Kind<T> kind, String at, Given given) {
        try {
            return Optional.of(kind.parse().apply(given.text()));
        } catch (IllegalArgumentException e) {
            section.reading().problem(at, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void note(String shown, Origin origin, Object value) {
        section.reading().note(new Effective(path, shown, origin, value));
    }

    private static <T> String shown(Kind<T> kind, List<T> values) {
        return values.stream().map(kind.show()).collect(Collectors.joining(", ", "[", "]"));
    }

    private void declare(Kind<?> kind, Shape shape, Need need, String fallback) {
        section.declare(new Declared.Value(name, doc, kind.schema(), shape, need, fallback));
    }
}
