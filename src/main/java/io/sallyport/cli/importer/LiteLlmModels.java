package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The deployments of a LiteLLM proxy: each address and key becomes a backend, each name an alias over them.
///
/// Source: LiteLLM documentation, proxy, «Config.yaml».
final class LiteLlmModels {
    private static final String ALL = "model_list";

    /// Their words for vendors, where ours are others.
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("vertex_ai", "vertex"),
            Map.entry("together_ai", "together"),
            Map.entry("fireworks_ai", "fireworks"),
            Map.entry("hosted_vllm", "vllm"),
            Map.entry("lm_studio", "lmstudio"),
            Map.entry("nvidia_nim", "nvidia"),
            Map.entry("jina_ai", "jina"),
            Map.entry("ollama_chat", "ollama"),
            Map.entry("azure_ai", "openai_compatible"),
            Map.entry("custom_openai", "openai_compatible"),
            Map.entry("zai", "zhipu"),
            Map.entry("litellm_proxy", "litellm"));

    private static final List<String> SAME = List.of(
            "openai",
            "anthropic",
            "azure",
            "gemini",
            "bedrock",
            "cohere",
            "groq",
            "deepseek",
            "xai",
            "mistral",
            "openrouter",
            "perplexity",
            "deepinfra",
            "cerebras",
            "sambanova",
            "nebius",
            "moonshot",
            "dashscope",
            "voyage",
            "huggingface",
            "ollama");

    private final Sheet sheet;
    private final Map<String, Integer> aliases = new LinkedHashMap<>();
    private final Map<String, Integer> targets = new LinkedHashMap<>();
    private final Map<List<String>, String> backends = new LinkedHashMap<>();

    LiteLlmModels(Sheet sheet) {
        this.sheet = sheet;
    }

    /// Where each alias stands.
    Map<String, Integer> places() {
        return Map.copyOf(aliases);
    }

    void carry() {
        for (int i = 0; i < sheet.size(ALL); i++) {
            String from = ALL + "[" + i + "]";
            String alias = sheet.text(from + ".model_name");
            boolean isFirst = !aliases.containsKey(alias);
            String to = "models[" + aliases.computeIfAbsent(alias, _ -> aliases.size()) + "]";
            sheet.exact(from + ".model_name", to + ".alias");
            target(from, to + ".targets[" + (targets.merge(alias, 1, Integer::sum) - 1) + "]");
            details(from + ".model_info", to, isFirst);
        }
    }

    private void target(String from, String to) {
        String at = from + ".litellm_params";
        String model = sheet.text(at + ".model");
        int slash = model.indexOf('/');
        String vendor = slash < 0 ? "openai" : model.substring(0, slash);
        String kind = KINDS.getOrDefault(vendor, SAME.contains(vendor) ? vendor : "");
        boolean isKnown = !kind.isEmpty();
        String named = slash < 0 || !isKnown ? model : model.substring(slash + 1);
        String backend = backend(at, isKnown ? kind : slash < 0 ? "openai" : "openai_compatible");
        sheet.put(to + ".backend", Json.of(backend));
        String how = isKnown
                ? "the vendor is the backend " + backend
                : "the vendor is not known here, see the backend " + backend;
        sheet.adapted(at + ".model", to + ".model", named, how);
        sheet.exact(at + ".weight", to + ".weight");
        sheet.exact(at + ".order", to + ".order");
        for (String key : new String[] {"rpm", "tpm", "max_parallel_requests"}) {
            sheet.left(at + "." + key, "a target has no rate; a limit of scope backend has one");
        }
        for (String key : new String[] {"temperature", "max_tokens", "top_p", "seed"}) {
            sheet.left(at + "." + key, "clients say it; a model role may, by body_defaults");
        }
    }

    private String backend(String at, String kind) {
        String url = LiteLlmFile.placeholder(sheet.text(at + ".api_base"));
        String key = LiteLlmFile.placeholder(sheet.text(at + ".api_key"));
        String version = LiteLlmFile.placeholder(sheet.text(at + ".api_version"));
        String region =
                LiteLlmFile.placeholder(sheet.text(at + ".aws_region_name") + sheet.text(at + ".vertex_location"));
        List<String> same = List.of(kind, url, key, version, region, sheet.text(at + ".timeout"));
        String known = backends.get(same);
        String name = known == null ? name(kind) : known;
        String to = "backends["
                + (known == null
                        ? backends.size()
                        : List.copyOf(backends.values()).indexOf(known)) + "]";
        if (known == null) {
            backends.put(same, name);
            sheet.put(to + ".name", Json.of(name));
            sheet.put(to + ".kind", Json.of(kind));
        }
        sheet.adapted(at + ".api_base", to + ".base_url", url, "with or without /v1");
        sheet.adapted(at + ".api_version", to + ".options.api_version", version, "a word of the kind");
        sheet.adapted(at + ".aws_region_name", to + ".options.region", region, "a word of the kind");
        sheet.adapted(at + ".vertex_location", to + ".options.region", region, "a word of the kind");
        sheet.exact(at + ".vertex_project", to + ".options.project");
        sheet.seconds(at + ".timeout", to + ".timeout");
        key(at, to, key);
        return name;
    }

    /// A variable stays one, so that a missing one stops only this backend.
    private void key(String at, String to, String key) {
        boolean isVariable = key.startsWith("${") && key.endsWith("}");
        if (isVariable) {
            sheet.adapted(
                    at + ".api_key", to + ".api_key_env", key.substring(2, key.length() - 1), "a variable by name");
        } else {
            sheet.adapted(at + ".api_key", to + ".api_key", key, "as the credential of the backend");
        }
    }

    private String name(String kind) {
        long before = backends.values().stream()
                .filter(name -> name.equals(kind) || name.startsWith(kind + "-"))
                .count();
        return before == 0 ? kind : kind + "-" + (before + 1);
    }

    private void details(String at, String to, boolean isFirst) {
        if (!isFirst) {
            sheet.left(at, "the first entry of the name says it");
            return;
        }
        String type = switch (sheet.text(at + ".mode")) {
            case "embedding" -> "embedding";
            case "image_generation" -> "image";
            case "audio_transcription", "audio_speech" -> "audio";
            case "moderation" -> "moderation";
            case "rerank" -> "rerank";
            default -> "llm";
        };
        sheet.adapted(at + ".mode", to + ".model_type", type, "the type of the alias");
        sheet.exact(at + ".max_input_tokens", to + ".context_window");
        sheet.exact(at + ".max_output_tokens", to + ".max_output_tokens");
        sheet.exact(at + ".supports_function_calling", to + ".supports_tools");
        price(at + ".input_cost_per_token", to + ".price.input");
        price(at + ".output_cost_per_token", to + ".price.output");
        if (sheet.has(at + ".input_cost_per_token")) {
            sheet.put(to + ".price.price_unit", Json.of("per_1m"));
        }
        sheet.left(at + ".id", "targets are told apart by backend and model");
        sheet.left(at + ".base_model", "prices are looked up by the model of the backend");
    }

    private void price(String path, String to) {
        if (sheet.at(path).isNumber()) {
            BigDecimal million = sheet.at(path).decimal().movePointRight(6);
            Json price = Json.parse(million.stripTrailingZeros().toPlainString());
            sheet.adapted(path, to, price, "per million tokens");
        }
    }
}
