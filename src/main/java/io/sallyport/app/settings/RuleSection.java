package io.sallyport.app.settings;

import io.sallyport.catalog.Condition;
import io.sallyport.catalog.RouteRule;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Declares one rule of routing.
final class RuleSection {
    static final Kind<String> HEADER = new Kind<>(
            Json.object()
                    .put("title", "header name")
                    .put("type", "string")
                    .put("pattern", "^[A-Za-z0-9-]{1,64}$")
                    .toJson(),
            "workload",
            RuleSection::header,
            text -> text);
    private static final Kind<Integer> TOKENS = Kind.number(0, 1_000_000_000);

    private RuleSection() {}

    static RouteRule read(Section rule) {
        return new RouteRule(
                rule.key("name", "What explanations and logs call it; unique.").required(Kind.TEXT),
                0,
                rule.section("when", "Which calls it is for; all of it must hold.", RuleSection::condition),
                rule.key("use", "The alias that takes the place of the one that was asked for.")
                        .optional(ModelSection.MODEL),
                RoutingSection.bounds(rule, "require"));
    }

    private static Condition condition(Section when) {
        return new Condition(
                pairs(when, "headers", "Request headers, as name=value; values may be globs."),
                words(when, "workload", "Kinds of work, from the workload header or metadata.workload."),
                words(when, "model", "Words that clients put in model."),
                words(when, "operation", "Such as chat or embedding."),
                words(when, "tenant", "Names or ids."),
                words(when, "project", "Ids."),
                words(when, "group", "Groups the person is in."),
                words(when, "key", "Names or ids."),
                words(when, "backend_profile", "Names or ids."),
                truth(when, "tools", "Whether the call brings tools."),
                truth(when, "images", "Whether the call brings pictures."),
                truth(when, "stream", "Whether the answer is to be streamed."),
                tokens(when, "prompt_at_least", "Tokens of the prompt."),
                tokens(when, "prompt_at_most", "Tokens of the prompt."));
    }

    private static List<String> words(Section when, String name, String doc) {
        return when.key(name, doc + " One or a list; globs such as bulk* are words, too.")
                .oneOrMore(Kind.TEXT, List.of());
    }

    private static Optional<Boolean> truth(Section when, String name, String doc) {
        return when.key(name, doc).optional(Kind.SWITCH);
    }

    private static Optional<Long> tokens(Section when, String name, String doc) {
        return when.key(name, doc).optional(TOKENS).map(Integer::longValue);
    }

    /// Words written `name=word`, by name.
    static Map<String, List<String>> pairs(Section section, String name, String doc) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        for (String text : section.key(name, doc).oneOrMore(Kind.TEXT, List.of())) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                section.problem(name, "must be written name=word");
                continue;
            }
            pairs.computeIfAbsent(text.substring(0, equals).strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(text.substring(equals + 1).strip());
        }
        return pairs;
    }

    private static String header(String text) {
        if (!text.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("must be the name of a header");
        }
        return text;
    }
}
