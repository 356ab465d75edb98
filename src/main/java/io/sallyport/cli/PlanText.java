package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;

/// What a blueprint changes, for people: a line for each thing, and one for each of its fields.
final class PlanText {
    private static final int LONGEST = 100;

    private PlanText() {}

    static String of(Json plan) {
        StringJoiner text = new StringJoiner(System.lineSeparator());
        plan.get("changes").elements().forEach(change -> add(text, change));
        plan.get("notices").elements().forEach(notice -> text.add("note: " + notice.text()));
        int count = plan.get("changes").size();
        String sum = count == 0 ? "Nothing differs." : count + (count == 1 ? " change." : " changes.");
        Json revision = plan.get("revision");
        return text.add(revision.isPresent() ? sum + " This is revision " + revision + " now." : sum)
                .toString();
    }

    private static void add(StringJoiner text, Json change) {
        String sign = switch (change.get("deed").text()) {
            case "create" -> "+ ";
            case "remove" -> "- ";
            default -> "~ ";
        };
        text.add(sign + change.get("section").text() + ": " + change.get("name").text());
        if (change.get("deed").text().equals("remove")) {
            return;
        }
        Json before = change.get("before");
        Json after = change.get("after");
        fields(before, after)
                .forEach(field -> text.add("    " + field + ": " + values(before.get(field), after.get(field))));
    }

    private static Set<String> fields(Json before, Json after) {
        Set<String> names = new LinkedHashSet<>();
        after.fields().forEach(field -> names.add(field.name()));
        if (before.isObject()) {
            before.fields().forEach(field -> names.add(field.name()));
        }
        return names;
    }

    private static String values(Json before, Json after) {
        if (before.isMissing()) {
            return value(after);
        }
        return value(before) + " -> " + value(after);
    }

    private static String value(Json value) {
        if (!value.isPresent()) {
            return "(usual)";
        }
        String text = value.isText() ? value.text().strip() : value.toString();
        String line = text.replace("\n", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
