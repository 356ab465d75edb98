package io.sallyport.json.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables of the process, and behind them those of a `.env` file. An empty variable counts as not set.
public final class Environment {
    /// No variable at all.
    public static final Environment NONE = of(Map.of());

    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");

    private final List<Map<String, Found>> layers;

    private Environment(List<Map<String, Found>> layers) {
        this.layers = layers;
    }

    /// A variable's value and where it is set.
    public record Found(String value, Origin origin) {}

    public static Environment of(Map<String, String> variables) {
        return new Environment(List.of(layer(variables, "environment")));
    }

    /// Adds the variables of a `.env` file for those the process does not have; a file that is not there adds none.
    public Environment withFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return this;
        }
        String name = String.valueOf(file.getFileName());
        return new Environment(List.of(layers.getFirst(), layer(variables(Files.readAllLines(file)), name)));
    }

    public Optional<String> value(String name) {
        return find(List.of(name)).map(Found::value);
    }

    /// The first of some names that is set; the process goes before the file.
    public Optional<Found> find(List<String> names) {
        for (Map<String, Found> layer : layers) {
            for (String name : names) {
                Found found = layer.get(name);
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    /// Every variable with the value it has here.
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        names().forEach(name -> value(name).ifPresent(value -> values.put(name, value)));
        return values;
    }

    /// Every name that is set.
    public List<String> names() {
        return layers.stream()
                .flatMap(layer -> layer.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, Found> layer(Map<String, String> variables, String from) {
        Map<String, Found> layer = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            if (!value.isEmpty()) {
                layer.put(name, new Found(value, new Origin(from + " " + name, 0)));
            }
        });
        return layer;
    }

    private static Map<String, String> variables(List<String> lines) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                variables.put(parts.group(1), unquoted(parts.group(2).strip()));
            }
        }
        return variables;
    }

    /// Inside quotes everything counts; outside, a comment begins at ` #`.
    private static String unquoted(String value) {
        if (value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"))) {
            int end = value.indexOf(value.charAt(0), 1);
            return end < 0 ? value : value.substring(1, end);
        }
        int comment = value.indexOf(" #");
        return value.startsWith("#")
                ? ""
                : comment < 0 ? value : value.substring(0, comment).strip();
    }
}
