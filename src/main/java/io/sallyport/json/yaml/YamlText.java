package io.sallyport.json.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// YAML text to nodes that know their line.
final class YamlText {
    private static final int LARGEST = 4 * 1024 * 1024;

    private YamlText() {}

    /// The root node; empty for a file without content, or with a syntax error, which the reading then holds.
    static Optional<Node> compose(Input input, Reading reading) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(input.label())
                .setCodePointLimit(LARGEST)
                .build();
        try {
            return new Compose(settings).composeString(input.text());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            reading.problemAt(line, "is not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            reading.problemAt(1, "is not valid YAML");
        }
        return Optional.empty();
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }
}
