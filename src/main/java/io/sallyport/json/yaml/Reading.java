package io.sallyport.json.yaml;

import io.sallyport.json.yaml.Environment.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// What has been found out while one set of settings is read.
///
/// Threads: used by one thread.
final class Reading {
    static final String PREFIX = "SALLYPORT_";

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(\\$?)\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\})?");

    private final Input input;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Effective> effective = new ArrayList<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<String> usedVariables = new LinkedHashSet<>();
    private final Set<String> usedOptions = new LinkedHashSet<>();
    private final Set<Path> files = new LinkedHashSet<>();

    Reading(Input input) {
        this.input = input;
    }

    /// Text that was given for a key, and where.
    record Given(String text, Origin origin) {}

    /// A reading of nothing, for learning what is declared.
    static Reading ofNothing() {
        return new Reading(new Input("", "", Path.of(""), Environment.NONE, Map.of(), Map.of()));
    }

    Environment environment() {
        return input.environment();
    }

    Input input() {
        return input;
    }

    /// A reading of a further file, with the same variables.
    Reading of(String file) throws IOException {
        return new Reading(new Input(
                file, Files.readString(resolve(file)), input.folder(), input.environment(), Map.of(), Map.of()));
    }

    /// Takes over what was found out about a further file.
    void take(Reading further) {
        further.problems.forEach((path, problem) -> problems.putIfAbsent(further.input.label() + " " + path, problem));
        notices.addAll(further.notices);
        effective.addAll(further.effective);
        usedVariables.addAll(further.usedVariables);
    }

    Path resolve(String file) {
        Path path = input.folder().resolve(file);
        files.add(path);
        return path;
    }

    Origin at(Node node) {
        int line = YamlText.line(node);
        return new Origin(input.label() + ":" + line, line);
    }

    void remember(String path, Origin origin) {
        origins.put(path, origin);
    }

    void note(Effective value) {
        effective.add(value);
        if (!value.origin().equals(Origin.DEFAULT)) {
            origins.put(value.path(), value.origin());
        }
    }

    void notice(String what) {
        notices.add(what);
    }

    boolean isGiven(String path) {
        return origins.containsKey(path);
    }

    /// Only the first problem of a path is kept, because the next ones mostly follow from it.
    void problem(String path, String what) {
        Origin origin = origin(path);
        problems.putIfAbsent(path, new Problem(origin.words(), origin.line(), path, what));
    }

    void problemAt(int line, String what) {
        problems.putIfAbsent("line " + line, new Problem(input.label() + ":" + line, line, "", what));
    }

    /// Where a path stands, or the nearest thing around it.
    Origin origin(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Origin origin = origins.get(at);
            if (origin != null) {
                return origin;
            }
        }
        return new Origin(input.label() + ":1", 1);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    /// The value of a key from outside the file: command line first, then environment.
    Optional<Given> override(String path) {
        if (path.contains("[")) {
            return Optional.empty();
        }
        List<String> names = variables(path);
        usedVariables.addAll(names);
        usedOptions.add(path);
        String option = input.options().get(path);
        if (option != null) {
            return Optional.of(new Given(option, new Origin("command line", 0)));
        }
        return input.environment().find(names).map(found -> new Given(found.value(), found.origin()));
    }

    private List<String> variables(String path) {
        List<String> names = new ArrayList<>();
        names.add(PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT));
        input.bareNames().forEach((name, target) -> {
            if (target.equals(path)) {
                names.add(name);
            }
        });
        return names;
    }

    /// The keys of a mapping in their order; says so when it is none, and when a key comes twice.
    Map<String, Node> members(String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            if (!YamlText.isNull(node)) {
                problem(path, "must hold keys, not a single value or a list");
            }
            return Map.of();
        }
        Map<String, Node> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                addMember(members, join(path, key.getValue()), tuple);
            } else {
                problemAt(YamlText.line(tuple.getKeyNode()), "a key must be a single word");
            }
        }
        return members;
    }

    private void addMember(Map<String, Node> members, String path, NodeTuple tuple) {
        String name = ((ScalarNode) tuple.getKeyNode()).getValue();
        if (members.containsKey(name)) {
            int line = YamlText.line(tuple.getKeyNode());
            problemAt(
                    line,
                    path + ": is given twice, first in line " + origin(path).line());
            return;
        }
        origins.put(path, at(tuple.getKeyNode()));
        members.put(name, tuple.getValueNode());
    }

    /// The text of a scalar with its placeholders filled; empty for null, and after a problem.
    Optional<Given> scalar(String path, Node node) {
        if (YamlText.isNull(node)) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            problem(path, "must be a single value");
            return Optional.empty();
        }
        return filled(path, scalar.getValue()).map(text -> new Given(text, at(node)));
    }

    private Optional<String> filled(String path, String text) {
        if (!text.contains("${")) {
            return Optional.of(text);
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        boolean complete = true;
        while (placeholder.find()) {
            Optional<String> value = placeholderValue(path, placeholder);
            complete &= value.isPresent();
            placeholder.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
        }
        placeholder.appendTail(filled);
        return complete ? Optional.of(filled.toString()) : Optional.empty();
    }

    private Optional<String> placeholderValue(String path, Matcher placeholder) {
        if (!placeholder.group(1).isEmpty()) {
            return Optional.of(placeholder.group().substring(1));
        }
        String name = placeholder.group(2);
        if (name == null) {
            problem(
                    path,
                    "holds \"${\" without a variable; write ${NAME}, ${NAME:-default}, or $${ for the text itself");
            return Optional.empty();
        }
        usedVariables.add(name);
        Optional<String> value =
                environment().find(List.of(name)).map(Found::value).or(() -> Optional.ofNullable(placeholder.group(3)));
        if (value.isEmpty()) {
            problem(
                    path,
                    "the environment variable " + name + " is not set; ${" + name
                            + ":-default} would give it a default");
        }
        return value;
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// Ends the reading of a whole file.
    void close() {
        input.options().keySet().stream()
                .filter(path -> !usedOptions.contains(path))
                .forEach(path -> problems.putIfAbsent(
                        path,
                        new Problem("command line", 0, path, "is not a known key" + Nearest.hint(path, usedOptions))));
        input.environment().names().stream()
                .filter(name -> name.startsWith(PREFIX) && !usedVariables.contains(name))
                .forEach(this::noticeNear);
    }

    /// A variable of ours that nothing reads may be a typing error, or simply the value of a placeholder of
    /// tomorrow.
    private void noticeNear(String name) {
        Nearest.to(name, usedVariables)
                .filter(other -> Nearest.edits(name, other) <= 2)
                .ifPresent(other -> notice(
                        "the environment variable " + name + " sets nothing; the nearest that does is " + other));
    }

    List<Problem> problems() {
        return problems.values().stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    List<Effective> effective() {
        return List.copyOf(effective);
    }

    Set<Path> files() {
        return Set.copyOf(files);
    }
}
