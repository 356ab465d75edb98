package io.sallyport.fleet;

import io.sallyport.fleet.NodeService.ServiceState;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.Refusal.BadRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Services as nodes and the database write them. What is not known is let be: nodes may be newer than the
/// gateway.
///
/// Errors: BadRequest with the member for a value that cannot be.
final class ServiceForm {
    private static final int MOST_SERVICES = 64;
    private static final int MOST_ASSETS = 1_000;
    private static final int LONGEST_WORD = 64;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");

    private ServiceForm() {}

    /// @param path where the list stands, for messages
    static List<NodeService> read(Json list, String host, String path) {
        if (!list.isArray() && !list.isMissing() && !list.isNull()) {
            throw refused("must be a list", path);
        }
        List<Json> elements = list.isArray() ? list.elements() : List.of();
        if (elements.size() > MOST_SERVICES) {
            throw refused("has more than " + MOST_SERVICES + " elements", path);
        }
        List<NodeService> services = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            NodeService service = service(elements.get(i), host, path + "." + i);
            if (!ids.add(service.id())) {
                throw refused("is there twice", path + "." + i + ".service_id");
            }
            services.add(service);
        }
        return services;
    }

    private static NodeService service(Json service, String host, String path) {
        String id = service.get("service_id").textOr("");
        if (!ID.matcher(id).matches() || !id.startsWith(host + "/") || id.length() == host.length() + 1) {
            throw refused("must be the host_id, a slash, and letters, digits and . _ : / -", path + ".service_id");
        }
        ServiceKind kind = ServiceKind.of(service.get("kind").textOr(""))
                .orElseThrow(() -> refused("must be chat, embeddings or transcription", path + ".kind"));
        return new NodeService(
                id,
                host,
                kind,
                word(service.path("runtime.engine")),
                endpoint(service.get("endpoint").textOr(""), path + ".endpoint"),
                assets(service.get("assets"), path + ".assets"),
                state(service.get("state")),
                observed(service.get("observed")));
    }

    private static URI endpoint(String text, String path) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw refused("must be http(s)://host[:port][/path]", path);
        }
    }

    private static List<NodeAsset> assets(Json list, String path) {
        List<Json> elements = list.isArray() ? list.elements() : List.of();
        if (elements.size() > MOST_ASSETS) {
            throw refused("has more than " + MOST_ASSETS + " elements", path);
        }
        List<NodeAsset> assets = new ArrayList<>();
        for (Json asset : elements) {
            String id = asset.get("asset_id").textOr("");
            if (!ModelAlias.isValid(id) || id.indexOf('*') >= 0) {
                throw refused("has an asset_id that no model can have", path);
            }
            Optional<Long> context = whole(asset.get("context"))
                    .or(() -> whole(asset.path("metadata.ctx_train")))
                    .filter(tokens -> tokens > 0);
            assets.add(new NodeAsset(id, asset.get("loaded").boolOr(false), context, word(asset.get("family"))));
        }
        return assets;
    }

    private static ServiceState state(Json state) {
        ServiceState usual = ServiceState.FINE;
        String health = word(state.get("health"));
        return new ServiceState(
                health.isEmpty() ? usual.health() : health,
                word(state.get("load_state")),
                Availability.of(state.get("availability").textOr("")).orElse(usual.availability()),
                state.get("accept_requests").boolOr(true));
    }

    private static Observed observed(Json observed) {
        return new Observed(
                number(observed.get("p50_latency_ms")),
                number(observed.get("p95_latency_ms")),
                number(observed.get("tokens_per_sec")),
                whole(observed.get("queue_depth")),
                whole(observed.get("in_flight")));
    }

    static JsonArray write(List<NodeService> services) {
        JsonArray list = Json.array();
        services.forEach(service -> list.add(write(service)));
        return list;
    }

    static JsonObject write(NodeService service) {
        JsonArray assets = Json.array();
        service.assets().forEach(asset -> assets.add(write(asset)));
        return Json.object()
                .put("service_id", service.id())
                .put("host_id", service.host())
                .put("kind", service.kind().word())
                .put("endpoint", service.endpoint().toString())
                .put("runtime", Json.object().put("engine", service.engine()))
                .put("assets", assets)
                .put("state", write(service.state()))
                .put("observed", write(service.observed()));
    }

    private static JsonObject write(NodeAsset asset) {
        JsonObject tree = Json.object().put("asset_id", asset.id()).put("loaded", asset.loaded());
        asset.context().ifPresent(tokens -> tree.put("context", tokens));
        return asset.family().isEmpty() ? tree : tree.put("family", asset.family());
    }

    static JsonObject write(ServiceState state) {
        return Json.object()
                .put("health", state.health())
                .put("load_state", state.loadState())
                .put("availability", state.availability().word())
                .put("accept_requests", state.acceptsRequests());
    }

    static JsonObject write(Observed observed) {
        JsonObject tree = Json.object();
        observed.p50Ms().ifPresent(ms -> tree.put("p50_latency_ms", BigDecimal.valueOf(ms)));
        observed.p95Ms().ifPresent(ms -> tree.put("p95_latency_ms", BigDecimal.valueOf(ms)));
        observed.tokensPerSecond().ifPresent(rate -> tree.put("tokens_per_sec", BigDecimal.valueOf(rate)));
        observed.queueDepth().ifPresent(calls -> tree.put("queue_depth", calls));
        observed.inFlight().ifPresent(calls -> tree.put("in_flight", calls));
        return tree;
    }

    private static String word(Json text) {
        String word = text.textOr("");
        return word.length() <= LONGEST_WORD ? word : word.substring(0, LONGEST_WORD);
    }

    private static Optional<Long> whole(Json number) {
        return number.isNumber() ? Optional.of(Math.max(0, number.longOr(0))) : Optional.empty();
    }

    private static Optional<Double> number(Json number) {
        return number.isNumber() ? Optional.of(Math.max(0, number.decimal().doubleValue())) : Optional.empty();
    }

    static RuntimeException refused(String what, String path) {
        return new BadRequest("invalid_value", "'" + path + "' " + what + ".", path).asException();
    }
}
