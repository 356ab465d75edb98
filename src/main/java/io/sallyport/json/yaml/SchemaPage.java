package io.sallyport.json.yaml;

import io.sallyport.json.yaml.Declared.Group;
import io.sallyport.json.yaml.Declared.Need;
import io.sallyport.json.yaml.Declared.Shape;
import io.sallyport.json.yaml.Declared.Value;

/// Declared keys as a page for people, in Markdown: a table per section.
public final class SchemaPage {
    private final StringBuilder page = new StringBuilder();

    private SchemaPage() {}

    /// @param head what stands above the tables
    public static String of(Group root, String head) {
        SchemaPage writer = new SchemaPage();
        writer.page.append(head.strip()).append('\n');
        writer.section("", root);
        return writer.page.toString();
    }

    private void section(String path, Group group) {
        if (!path.isEmpty()) {
            page.append("\n## ").append(path).append("\n\n").append(group.doc()).append('\n');
        }
        if (group.inOrder().stream().anyMatch(Value.class::isInstance)) {
            page.append("\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        }
        for (Declared declared : group.inOrder()) {
            if (declared instanceof Value value) {
                row(value);
            }
        }
        for (Declared declared : group.inOrder()) {
            if (declared instanceof Group below) {
                section(Reading.join(path, below.name()) + (below.shape() == Shape.LIST ? "[]" : ""), below);
            }
        }
    }

    private void row(Value value) {
        page.append("| `").append(value.name()).append("` | ");
        page.append(kind(value)).append(" | ");
        page.append(fallback(value)).append(" | ");
        page.append(value.doc().replace("|", "\\|")).append(" |\n");
    }

    private static String kind(Value value) {
        String one = value.schema().get("title").textOr("text");
        return switch (value.shape()) {
            case ONE -> one;
            case LIST -> "list: " + one;
            case ONE_OR_MORE -> "one or a list: " + one;
            case BY_NAME -> "name: " + one;
        };
    }

    private static String fallback(Value value) {
        if (value.need() == Need.REQUIRED) {
            return "required";
        }
        return value.fallback().isEmpty() ? "" : "`" + value.fallback() + "`";
    }
}
