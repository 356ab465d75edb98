package io.sallyport.json.yaml;

import io.sallyport.json.yaml.Declared.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One group of keys in the settings, read key by key.
///
/// Asking for a key is also its declaration: the same call gives the value, adds the key to the schema, and
/// makes the key a known one. What is wrong is collected and never thrown; a stand-in value lets the reading go
/// on, so that every problem is found at once.
/// Threads: used by one thread.
public final class Section {
    private final Reading reading;
    private final String path;
    private final Map<String, Node> members;
    private final Declared.Group declared;
    private final Map<String, String> successors = new LinkedHashMap<>();
    private final Set<String> foreign = new HashSet<>();

    Section(Reading reading, String path, Map<String, Node> members, Declared.Group declared) {
        this.reading = reading;
        this.path = path;
        this.members = new LinkedHashMap<>(members);
        this.declared = declared;
    }

    /// A key with a value, to be read by one of the methods of [Key].
    ///
    /// @param doc one sentence or two for the operator, with the unit
    public Key key(String name, String doc) {
        return new Key(this, name, doc);
    }

    /// Keys below a key.
    public <T> T section(String name, String doc, Function<Section, T> reader) {
        Declared.Group group = declare(name, doc, Shape.ONE);
        Node node = members.get(name);
        String below = Reading.join(path, name);
        return read(new Section(reading, below, node == null ? Map.of() : reading.members(below, node), group), reader);
    }

    /// A list whose elements have keys. What the reader throws as IllegalArgumentException is a problem of the
    /// element.
    public <T> List<T> sections(String name, String doc, Function<Section, T> reader) {
        Declared.Group group = declare(name, doc, Shape.LIST);
        // The keys of an element belong to the schema also when there is no element.
        element(new Section(Reading.ofNothing(), "", Map.of(), group), reader);
        String below = Reading.join(path, name);
        List<Node> nodes = elements(below, members.get(name));
        List<T> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String at = below + "[" + i + "]";
            Node node = nodes.get(i);
            reading.remember(at, reading.at(node));
            element(new Section(reading, at, reading.members(at, node), group), reader)
                    .ifPresent(values::add);
        }
        return List.copyOf(values);
    }

    /// An element; empty after a problem, when its record refuses to be made of what was read.
    private static <T> Optional<T> element(Section section, Function<Section, T> reader) {
        try {
            return Optional.of(read(section, reader));
        } catch (IllegalArgumentException e) {
            section.problem("", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Says whether a key stands in the file, the environment or the command line.
    public boolean isGiven(String name) {
        return reading.isGiven(Reading.join(path, name));
    }

    /// Names a key of older files that is no longer read, and what took its place.
    public void retired(String name, String successor) {
        successors.put(name, successor);
    }

    /// Names what a key was called in older files: it is read as that key, and a notice says so.
    public void formerly(String older, String name) {
        Node node = members.get(older);
        if (node == null) {
            return;
        }
        foreign.add(older);
        if (members.containsKey(name)) {
            problem(older, "and " + name + " are both given; keep " + name);
            return;
        }
        members.put(name, node);
        notice(reading.at(node).words() + ": " + Reading.join(path, older) + " is read as " + name);
    }

    /// Names keys that other programs read in such a file; here they are let be.
    public void foreign(String... names) {
        foreign.addAll(List.of(names));
    }

    /// A list that stands in a file of its own, under the same name; its problems are problems of this reading.
    ///
    /// @param file path of the file, relative to the settings
    public <T> List<T> sectionsOf(String file, String name, Function<Section, T> reader) {
        try {
            Reading below = reading.of(file);
            Map<String, Node> found = YamlText.compose(below.input(), below)
                    .map(root -> below.members("", root))
                    .orElse(Map.of());
            Function<Section, List<T>> list = section -> section.sections(name, "", reader);
            List<T> values = read(new Section(below, "", found, Declared.Group.empty("", "", Shape.ONE)), list);
            reading.take(below);
            return values;
        } catch (IOException e) {
            problem(name + "_path", "names a file that cannot be read");
            return List.of();
        }
    }

    /// Adds a problem at a key of this section.
    ///
    /// @param name of the key, or a path below this section such as `server.host`; empty for the section itself
    public void problem(String name, String what) {
        reading.problem(name.isEmpty() ? path : Reading.join(path, name), what);
    }

    /// Adds a line the operator should see at the start, although nothing is wrong.
    public void notice(String what) {
        reading.notice(what);
    }

    /// A variable of the process or of the `.env` file.
    public Optional<String> variable(String name) {
        return reading.environment().value(name);
    }

    /// Where this section stands, such as `models[2].price`.
    public String path() {
        return path;
    }

    /// The file and line of this section, such as `company.yaml:12`.
    public String place() {
        return reading.origin(path).words();
    }

    static <T> T read(Section section, Function<Section, T> reader) {
        try {
            return reader.apply(section);
        } finally {
            section.refuseUnknownKeys();
        }
    }

    Reading reading() {
        return reading;
    }

    Optional<Node> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    void declare(Declared.Value value) {
        declared.members().putIfAbsent(value.name(), value);
    }

    private Declared.Group declare(String name, String doc, Shape shape) {
        return (Declared.Group)
                declared.members().computeIfAbsent(name, absent -> Declared.Group.empty(name, doc, shape));
    }

    List<Node> elements(String at, @Nullable Node node) {
        if (node == null || YamlText.isNull(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        reading.problem(at, "must be a list");
        return List.of();
    }

    private void refuseUnknownKeys() {
        for (String name : members.keySet()) {
            String successor = successors.get(name);
            if (successor != null) {
                problem(name, "is no longer a key; use " + successor);
            } else if (!declared.members().containsKey(name) && !foreign.contains(name)) {
                problem(name, "is not a known key" + nearest(name));
            }
        }
    }

    private String nearest(String name) {
        return Nearest.to(name, declared.members().keySet())
                .map(known -> "; the nearest known key is \"" + known + "\"")
                .orElse("");
    }
}
