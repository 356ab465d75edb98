package io.sallyport.app.settings;

import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Price;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.ModelAlias;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Declares one element of `models`.
final class ModelSection {
    static final Kind<String> MODEL = new Kind<>(
            Json.object()
                    .put("title", "model name")
                    .put("type", "string")
                    .put("minLength", 1)
                    .put("maxLength", 256)
                    .put("pattern", "^[!-~]+$")
                    .toJson(),
            "model",
            text -> new ModelAlias(text).value(),
            text -> text);
    private static final Kind<Integer> TOKENS = Kind.number(1, 1_000_000_000);
    private static final Kind<String> TYPE =
            Kind.word(List.of("llm", "embedding", "image", "audio", "moderation", "rerank"));

    private ModelSection() {}

    static ModelEntry read(Section model, List<String> strategies) {
        model.retired("provider", "targets[].backend");
        model.retired("provider_model", "targets[].model");
        model.retired("price_input", "price.input");
        model.retired("price_output", "price.output");
        String alias =
                model.key("alias", "The word clients put in `model`; unique.").required(MODEL);
        List<Deployment> targets = model.sections(
                "targets",
                "Who serves it; weighted, and the others follow when one fails.",
                target -> target(target, alias));
        if (targets.isEmpty()) {
            model.problem("targets", "is missing; name at least one backend");
            targets = List.of(new Deployment("backend", alias, 1, 0));
        }
        return new ModelEntry(
                new ModelAlias(alias),
                model.key("model_type", "What kind of model it is.").or(TYPE, "llm"),
                targets,
                tokens(model, "context_window", "Tokens that fit into a prompt and its answer."),
                tokens(model, "max_output_tokens", "Most tokens of an answer."),
                model.key("modalities", "What it reads and writes, such as text, image, audio.")
                        .list(Kind.TEXT, List.of("text")),
                model.key("supports_tools", "Can call tools.").on(),
                price(model),
                model.key("expose_reasoning", "Leaves the model's reasoning in answers.")
                        .off(),
                model.key("enabled", "May be asked for.").on(),
                metadata(model),
                model.section(
                        "routing",
                        "How calls find one of the targets, and what happens when none will do.",
                        section -> RoutingSection.alias(section, strategies)),
                ModelEntry.CONFIG);
    }

    private static Deployment target(Section target, String alias) {
        return new Deployment(
                target.key("backend", "Name of a backend.").required(Kind.TEXT),
                target.key("model", "What the backend calls the model. Default: the alias.")
                        .optional(MODEL)
                        .orElse(alias),
                target.key("weight", "Share of the calls among targets of the same order; 0 for none.")
                        .or(Kind.number(0, 1_000_000), 100),
                target.key("order", "Lower numbers are tried first.").or(Kind.number(0, 1000), 0));
    }

    private static Optional<Long> tokens(Section model, String name, String doc) {
        return model.key(name, doc).optional(TOKENS).map(Integer::longValue);
    }

    private static Optional<Price> price(Section model) {
        return model.section(
                "price", "Overrides the price of the upstream model, in US dollars.", PriceSection::readWhenGiven);
    }

    private static Map<String, String> metadata(Section model) {
        Map<String, String> metadata = new LinkedHashMap<>(
                model.key("metadata", "Free words for adapters.").byName(Kind.TEXT));
        model.key("audio_voice", "Voice of a speech model when the client names none.")
                .optional(Kind.TEXT)
                .ifPresent(voice -> metadata.put("audio_voice", voice));
        model.key("audio_format", "Format of a speech model when the client names none.")
                .optional(Kind.TEXT)
                .ifPresent(format -> metadata.put("audio_format", format));
        return metadata;
    }
}
