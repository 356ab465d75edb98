package io.sallyport.json.yaml;

import io.sallyport.json.yaml.Declared.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/// Runs a declaration over a file: either a checked value, or every problem at once.
public final class YamlReader {

    private YamlReader() {}

    /// How a reading ended.
    public sealed interface Outcome<T> {

        /// Nothing is wrong.
        ///
        /// @param effective every value, in the order of the declaration
        /// @param notices lines the operator should see
        /// @param files further files that were read, such as mounted secrets
        record Accepted<T>(T value, List<Effective> effective, List<String> notices, Set<Path> files)
                implements Outcome<T> {}

        /// Something is wrong.
        ///
        /// @param problems in the order of the file
        record Rejected<T>(List<Problem> problems, Set<Path> files) implements Outcome<T> {}
    }

    public static <T> Outcome<T> read(Input input, Function<Section, T> declaration) {
        Reading reading = new Reading(input);
        Map<String, Node> members = YamlText.compose(input, reading)
                .map(root -> reading.members("", root))
                .orElse(Map.of());
        if (!reading.problems().isEmpty() && members.isEmpty()) {
            return new Outcome.Rejected<>(reading.problems(), reading.files());
        }
        T value = Section.read(new Section(reading, "", members, root()), declaration);
        reading.close();
        return reading.problems().isEmpty()
                ? new Outcome.Accepted<>(value, reading.effective(), reading.notices(), reading.files())
                : new Outcome.Rejected<>(reading.problems(), reading.files());
    }

    /// What a declaration declares, without reading anything.
    public static Declared.Group declared(Function<Section, ?> declaration) {
        Declared.Group root = root();
        Section.read(new Section(Reading.ofNothing(), "", Map.of(), root), declaration);
        return root;
    }

    private static Declared.Group root() {
        return Declared.Group.empty("", "", Shape.ONE);
    }
}
