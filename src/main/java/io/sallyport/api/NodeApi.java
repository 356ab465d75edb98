package io.sallyport.api;

import io.sallyport.fleet.Benchmarks;
import io.sallyport.fleet.FleetSettings;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeKeys;
import io.sallyport.fleet.NodeMessage;
import io.sallyport.fleet.NodeProof;
import io.sallyport.fleet.NodeRegistry;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.key.Credential;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.BlockingEndpoint;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What node agents call: enrol, register, heartbeat, and samples of what was measured.
///
/// A node key opens these doors and no other.
/// Source: requirements RO24, RO25, RO29.
public final class NodeApi {
    private static final int OK = 200;
    private static final long LARGEST_BODY = 1 << 20;
    private static final int HEARTBEAT_SECONDS = 5;

    private final NodeKeys keys;
    private final NodeRegistry registry;
    private final Benchmarks benchmarks;
    private final KeyAuthenticator callers;
    private final Supplier<FleetSettings> settings;

    /// @param callers knows operators, who may tell of measurements too
    public NodeApi(
            NodeKeys keys,
            NodeRegistry registry,
            Benchmarks benchmarks,
            KeyAuthenticator callers,
            Supplier<FleetSettings> settings) {
        this.keys = keys;
        this.registry = registry;
        this.benchmarks = benchmarks;
        this.callers = callers;
        this.settings = settings;
    }

    public List<Route> routes(ApiErrors errors) {
        return List.of(
                post("/v1/nodes/enrol", errors, this::enrol),
                post("/v1/nodes/register", errors, this::register),
                post("/v1/nodes/heartbeat", errors, this::beat),
                post("/v1/cluster/benchmarks", errors, this::measure));
    }

    private static Route post(String path, ApiErrors errors, BlockingEndpoint endpoint) {
        return new Route(
                "POST",
                path,
                Access.NODE,
                Blocking.endpoint(LARGEST_BODY, errors::write, (request, body) -> readable(endpoint, request, body)));
    }

    private static Answer readable(BlockingEndpoint endpoint, WebRequest request, Bytes body) {
        try {
            return endpoint.answer(request, body);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_json", String.valueOf(e.getMessage()), e.path()).asException();
        }
    }

    private Answer enrol(WebRequest request, Bytes body) {
        Secret token =
                NodeCredential.of(request).orElseThrow(() -> new NotAuthenticated("missing_node_key").asException());
        Json said = Json.parse(body);
        String host = said.get("host_id").textOr("");
        Optional<String> publicKey =
                Optional.of(said.get("public_key").textOr("")).filter(key -> !key.isEmpty());
        NodeKeys.Issued issued = keys.enrol(token, NodeRegistry.host(host), publicKey);
        return fine(Json.object()
                .put("status", "ok")
                .put("host_id", host)
                .put("node_key", issued.text().reveal()));
    }

    private Answer register(WebRequest request, Bytes body) {
        NodeHost host = registry.register(proof(request, body), body);
        return fine(Json.object()
                .put("status", "ok")
                .put("host_id", host.id())
                .put("approval", host.approval().name().toLowerCase(Locale.ROOT))
                .put("services", host.services().size())
                .put("heartbeat_interval_s", HEARTBEAT_SECONDS)
                .put("stale_after_s", settings.get().staleAfter().toSeconds()));
    }

    private Answer beat(WebRequest request, Bytes body) {
        registry.beat(proof(request, body), body);
        return fine(Json.object().put("status", "ok"));
    }

    private Answer measure(WebRequest request, Bytes body) {
        // A shared key is of no host in particular.
        Optional<String> only = NodeCredential.of(request).isEmpty() && isOperator(request)
                ? Optional.empty()
                : proof(request, body).host();
        return fine(Json.object().put("status", "ok").put("accepted", benchmarks.take(body, only)));
    }

    private boolean isOperator(WebRequest request) {
        Credential credential = Credential.read(request.headers("authorization"), request.headers("x-api-key"));
        return credential.token().isPresent()
                && callers.identify(credential, request.remoteAddress()).admin();
    }

    private NodeProof proof(WebRequest request, Bytes body) {
        return keys.identify(new NodeMessage(
                NodeCredential.of(request),
                request.path(),
                body,
                request.header(NodeMessage.SENT_AT),
                request.header(NodeMessage.SIGNATURE)));
    }

    private static Answer fine(JsonObject tree) {
        return Answer.json(OK, tree.toJson().bytes());
    }
}
