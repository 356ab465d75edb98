package io.sallyport.api;

import io.sallyport.fleet.Availability;
import io.sallyport.fleet.Benchmarks;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeService;
import io.sallyport.fleet.NodeTrees;
import io.sallyport.fleet.ServiceKind;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Target;
import io.sallyport.web.Blocking;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// What clients may look at of the nodes: hosts, services, roles, and where a name would lead.
///
/// Callers see what serves their tenant; addresses are for operators.
/// Source: requirement DA44.
public final class ClusterApi {
    private static final int OK = 200;
    private static final long LARGEST_BODY = 64 << 10;
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final Supplier<Fleet> fleet;
    private final Supplier<Resolver> resolver;
    private final Benchmarks benchmarks;

    public ClusterApi(Supplier<Fleet> fleet, Supplier<Resolver> resolver, Benchmarks benchmarks) {
        this.fleet = fleet;
        this.resolver = resolver;
        this.benchmarks = benchmarks;
    }

    public List<Route> routes(KeyAuthenticator authenticator, Executor blocking, ApiErrors errors) {
        ProvenCaller proven = new ProvenCaller(authenticator, blocking, errors);
        CallerEndpoint match = (caller, request, reply) -> Blocking.endpoint(
                        LARGEST_BODY,
                        errors::write,
                        (_, body) -> new RouteMatching(resolver.get(), fleet.get(), benchmarks).answer(caller, body))
                .handle(request, reply);
        return List.of(
                get(proven, "hosts", (caller, request) -> page("hosts", hosts(caller), request)),
                get(proven, "services", (caller, request) -> page("services", services(caller), request)),
                get(proven, "roles", (caller, request) -> page("roles", roles(caller), request)),
                get(proven, "health", (caller, _) -> health(caller)),
                get(proven, "benchmarks", (caller, request) -> page("benchmarks", samples(caller), request)),
                get(proven, "routes/resolve", this::resolve),
                new Route("POST", "/v1/cluster/routes/match", Access.KEY, proven.of(match)));
    }

    private static Route get(ProvenCaller proven, String path, BiFunction<Caller, WebRequest, JsonObject> work) {
        CallerEndpoint endpoint = (caller, request, reply) -> send(reply, work.apply(caller, request));
        return new Route("GET", "/v1/cluster/" + path, Access.KEY, proven.of(endpoint));
    }

    /// As many as `limit` says, from behind `after`.
    private static JsonObject page(String name, Map<String, JsonObject> all, WebRequest request) {
        int most = limit(request);
        String after = request.queryParam("after").orElse("");
        List<Map.Entry<String, JsonObject>> rest = all.entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(after) > 0)
                .toList();
        JsonArray shown = Json.array();
        rest.stream().limit(most).forEach(entry -> shown.add(entry.getValue()));
        JsonObject page = Json.object().put("object", "list").put(name, shown);
        return rest.size() > most ? page.put("next", rest.get(most - 1).getKey()) : page;
    }

    private static int limit(WebRequest request) {
        try {
            int limit = request.queryParam("limit").map(Integer::parseInt).orElse(PAGE);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Answered like a number that is too large.
        }
        throw new BadRequest("invalid_value", "The query parameter limit is 1 to " + LARGEST_PAGE + ".", "limit")
                .asException();
    }

    private Map<String, JsonObject> hosts(Caller caller) {
        Fleet now = fleet.get();
        Map<String, JsonObject> hosts = new TreeMap<>();
        visible(now, caller).forEach(host -> hosts.put(host.id(), host(now, host, caller)));
        return hosts;
    }

    private static List<NodeHost> visible(Fleet now, Caller caller) {
        return now.hosts().stream()
                .filter(host -> caller.admin()
                        || host.tenants().isEmpty()
                        || host.tenants().contains(caller.tenant().value()))
                .toList();
    }

    private static JsonObject host(Fleet now, NodeHost host, Caller caller) {
        JsonObject tree = NodeTrees.host(host, now.availability(host));
        return caller.admin() ? tree : tree.remove("address");
    }

    private Map<String, JsonObject> services(Caller caller) {
        Fleet now = fleet.get();
        Map<String, JsonObject> services = new TreeMap<>();
        for (NodeHost host : visible(now, caller)) {
            for (NodeService service : host.services()) {
                JsonObject tree = NodeTrees.service(service)
                        .put("routable", now.service(service.id()).isPresent());
                services.put(service.id(), caller.admin() ? tree : tree.remove("endpoint"));
            }
        }
        return services;
    }

    private Map<String, JsonObject> roles(Caller caller) {
        Map<String, JsonObject> roles = new TreeMap<>();
        resolver.get()
                .listing(caller)
                .forEach(listed -> listed.served()
                        .filter(served -> served.role().isPresent())
                        .ifPresent(served ->
                                roles.put(listed.id(), ServedTree.of(served).put("role_id", listed.id()))));
        return roles;
    }

    private JsonObject health(Caller caller) {
        Fleet now = fleet.get();
        JsonObject states = Json.object();
        List<NodeHost> hosts = visible(now, caller);
        for (Availability state : Availability.values()) {
            states.put(
                    state.word(),
                    hosts.stream()
                            .filter(host -> now.availability(host) == state)
                            .count());
        }
        long routable = now.callable().stream()
                .filter(service -> now.isOpenTo(service.id(), caller.tenant()))
                .count();
        return Json.object()
                .put("status", routable > 0 || hosts.isEmpty() ? "ok" : "degraded")
                .put("hosts", states)
                .put(
                        "services",
                        hosts.stream().mapToLong(host -> host.services().size()).sum())
                .put("routable_services", routable);
    }

    private Map<String, JsonObject> samples(Caller caller) {
        Fleet now = fleet.get();
        Map<String, JsonObject> samples = new TreeMap<>();
        benchmarks.recent().stream()
                .filter(sample -> caller.admin() || now.isOpenTo(sample.service(), caller.tenant()))
                .forEach(sample -> samples.put(
                        sample.id(),
                        Json.object()
                                .put("benchmark_id", sample.id())
                                .put("service_id", sample.service())
                                .put("asset_id", sample.asset())
                                .put("workload", sample.workload())
                                .put("results", sample.results())
                                .put("observed_at", sample.observedAt().toString())));
        return samples;
    }

    private JsonObject resolve(Caller caller, WebRequest request) {
        String asked = request.queryParam("model").orElse("");
        Plan plan = resolver.get().resolve(new NamedCall(caller, operation(request.queryParam("kind")), asked));
        JsonArray targets = Json.array();
        for (Target target : plan.targets()) {
            targets.add(Json.object()
                    .put("target", target.id())
                    .put("backend", target.upstream().name())
                    .put("model", target.model())
                    .put("order", target.order()));
        }
        JsonObject tree = Json.object().put("model", asked).put("resolved_by", plan.reason());
        plan.role().ifPresent(role -> tree.put("role_id", role.id()));
        return tree.put("targets", targets);
    }

    private static Operation operation(Optional<String> kind) {
        ServiceKind known = kind.filter(word -> !word.isEmpty())
                .map(word -> ServiceKind.of(word)
                        .orElseThrow(() -> new BadRequest(
                                        "invalid_value", "kind is chat, embeddings or transcription.", "kind")
                                .asException()))
                .orElse(ServiceKind.CHAT);
        return switch (known) {
            case CHAT -> Operation.CHAT;
            case EMBEDDINGS -> Operation.EMBEDDING;
            case TRANSCRIPTION -> Operation.TRANSCRIPTION;
        };
    }

    private static void send(WebReply reply, JsonObject tree) {
        reply.status(OK)
                .header("content-type", "application/json")
                .header("cache-control", "no-store")
                .send(tree.toJson().bytes());
    }
}
