package io.sallyport.fleet.agent;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the model servers of this machine and what they have in memory.
///
/// Source: Ollama API reference, list local models and list running models; vLLM, SGLang and llama.cpp server
/// documentation, models endpoint and metrics.
final class ModelServers {
    /// Where Ollama, vLLM, llama.cpp and llamafile, LM Studio and SGLang usually listen.
    private static final List<Integer> USUAL_PORTS = List.of(11434, 8000, 8080, 1234, 30000);

    private static final Pattern WAITING =
            Pattern.compile("(?m)^(?:vllm:num_requests_waiting|llamacpp:requests_deferred)(?:\\{[^}]*})? ([0-9.e+]+)");
    private static final Pattern RUNNING = Pattern.compile(
            "(?m)^(?:vllm:num_requests_running|llamacpp:requests_processing)(?:\\{[^}]*})? ([0-9.e+]+)");

    private final Web web;
    private final AgentSettings settings;
    private final String advertised;

    ModelServers(Web web, AgentSettings settings, String advertised) {
        this.web = web;
        this.settings = settings;
        this.advertised = advertised;
    }

    /// A model, as its server tells of it.
    private record Model(String id, boolean loaded, Optional<Long> context, String family, boolean embeds) {}

    /// A server that answered.
    private record Found(URI url, String engine, List<Model> models) {}

    /// The services as the gateway wants to hear of them.
    JsonArray services() {
        JsonArray services = Json.array();
        Set<String> ids = new HashSet<>();
        for (URI server : addresses()) {
            find(server).ifPresent(found -> describe(found, ids, services));
        }
        return services;
    }

    private List<URI> addresses() {
        if (!settings.servers().isEmpty()) {
            return settings.servers();
        }
        return USUAL_PORTS.stream()
                .filter(port -> port != settings.gateway().getPort()
                        || !isHere(settings.gateway().getHost()))
                .map(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
    }

    private boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals(advertised);
    }

    private Optional<Found> find(URI server) {
        Optional<Found> ollama = web.json(server.resolve("/api/tags"))
                .filter(answer -> answer.get("models").isArray())
                .map(answer -> new Found(server, "ollama", ofOllama(server, answer.get("models"))));
        return ollama.or(() -> web.json(URI.create(bare(server) + "/v1/models"))
                .filter(answer -> answer.get("data").isArray())
                .map(answer -> ofOpenAi(server, answer.get("data").elements())));
    }

    private static String bare(URI server) {
        return server.toString().replaceAll("/+$", "").replaceAll("/v1$", "");
    }

    private List<Model> ofOllama(URI server, Json models) {
        Json running = web.json(server.resolve("/api/ps"))
                .map(answer -> answer.get("models"))
                .orElse(Json.NULL);
        List<Json> loaded = running.isArray() ? running.elements() : List.of();
        List<Model> found = new ArrayList<>();
        for (Json model : models.elements()) {
            String id = model.get("name").textOr("");
            Optional<Json> inMemory = loaded.stream()
                    .filter(one -> one.get("name").textOr("").equals(id))
                    .findFirst();
            String family = model.path("details.family").textOr("");
            found.add(new Model(
                    id,
                    inMemory.isPresent(),
                    inMemory.flatMap(one -> whole(one.get("context_length"))),
                    family,
                    embeds(id, family)));
        }
        return found;
    }

    /// The others have what they list in memory.
    private static Found ofOpenAi(URI server, List<Json> models) {
        List<Model> found = new ArrayList<>();
        String owner = "";
        for (Json model : models) {
            String id = model.get("id").textOr("");
            owner = owner.isEmpty() ? model.get("owned_by").textOr("") : owner;
            Optional<Long> context = whole(model.get("max_model_len")).or(() -> whole(model.path("meta.n_ctx_train")));
            found.add(new Model(id, true, context, "", embeds(id, "")));
        }
        return new Found(server, engine(owner), found);
    }

    private static String engine(String owner) {
        String word = owner.toLowerCase(Locale.ROOT);
        return List.of("vllm", "sglang", "llamacpp").contains(word) ? word : "openai_compatible";
    }

    private static boolean embeds(String id, String family) {
        return id.toLowerCase(Locale.ROOT).contains("embed")
                || family.toLowerCase(Locale.ROOT).contains("bert");
    }

    private static Optional<Long> whole(Json number) {
        return number.isNumber() ? Optional.of(number.longOr(0)).filter(tokens -> tokens > 0) : Optional.empty();
    }

    private void describe(Found found, Set<String> ids, JsonArray services) {
        Optional<String> metrics = found.engine().equals("ollama")
                ? Optional.empty()
                : web.text(URI.create(bare(found.url()) + "/metrics"));
        for (String kind : new TreeSet<>(List.of("chat", "embeddings"))) {
            List<Model> models = found.models().stream()
                    .filter(model -> !model.id().isEmpty() && model.embeds() == kind.equals("embeddings"))
                    .toList();
            if (!models.isEmpty()) {
                services.add(service(found, kind, models, ids).put("observed", observed(metrics)));
            }
        }
    }

    private JsonObject service(Found found, String kind, List<Model> models, Set<String> ids) {
        String id = settings.host() + "/" + found.engine() + "/" + kind;
        JsonArray assets = Json.array();
        for (Model model : models) {
            JsonObject asset = Json.object()
                    .put("asset_id", model.id())
                    .put("loaded", model.loaded())
                    .put("family", model.family());
            model.context().ifPresent(tokens -> asset.put("context", tokens));
            assets.add(asset);
        }
        boolean isLoaded = models.stream().anyMatch(Model::loaded);
        return Json.object()
                .put("service_id", ids.add(id) ? id : id + "-" + found.url().getPort())
                .put("host_id", settings.host())
                .put("kind", kind)
                .put("protocol", "openai")
                .put("endpoint", endpoint(found.url()))
                .put("runtime", Json.object().put("engine", found.engine()))
                .put("assets", assets)
                .put(
                        "state",
                        Json.object()
                                .put("health", "healthy")
                                .put("load_state", isLoaded ? "loaded" : "idle")
                                .put("accept_requests", true));
    }

    /// A server that was asked on this machine is told of under the address that the gateway knows it by.
    private String endpoint(URI server) {
        String host = advertised.indexOf(':') < 0 ? advertised : "[" + advertised + "]";
        return isHere(server.getHost()) ? server.getScheme() + "://" + host + ":" + server.getPort() : bare(server);
    }

    private static JsonObject observed(Optional<String> metrics) {
        JsonObject observed = Json.object();
        metrics.flatMap(text -> sum(WAITING, text)).ifPresent(calls -> observed.put("queue_depth", calls));
        metrics.flatMap(text -> sum(RUNNING, text)).ifPresent(calls -> observed.put("in_flight", calls));
        return observed;
    }

    private static Optional<Long> sum(Pattern metric, String text) {
        Matcher line = metric.matcher(text);
        Optional<Long> sum = Optional.empty();
        while (line.find()) {
            sum = Optional.of(sum.orElse(0L) + Math.round(Double.parseDouble(line.group(1))));
        }
        return sum;
    }
}
