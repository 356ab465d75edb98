package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.yaml.Environment;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A blueprint in a file, and what a gateway says of it in the words of the file.
final class BlueprintFile {
    private final YamlTree tree;

    private BlueprintFile(YamlTree tree) {
        this.tree = tree;
    }

    /// Reads a file and fills its placeholders.
    ///
    /// Errors: CommandFailed with every line that is no YAML, and every variable that is not set.
    static BlueprintFile read(Path file, Map<String, String> variables) {
        try {
            String label = String.valueOf(file.getFileName());
            YamlTree tree = YamlTree.read(label, Files.readString(file), Environment.of(variables));
            refuse(tree.problems());
            return new BlueprintFile(tree);
        } catch (IOException e) {
            throw CommandFailed.badUsage(file + " cannot be read as text.");
        }
    }

    Json json() {
        return tree.json();
    }

    /// Errors: CommandFailed with the line of everything that a gateway finds wrong.
    void refuseFaults(Json plan) {
        refuse(plan.get("faults").elements().stream()
                .map(fault -> tree.problem(
                        fault.get("path").text(), fault.get("message").text()))
                .toList());
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw CommandFailed.failed("the blueprint cannot be applied, nothing was done:\n"
                    + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
    }
}
