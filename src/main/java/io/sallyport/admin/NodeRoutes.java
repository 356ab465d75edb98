package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.fleet.Availability;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeKey;
import io.sallyport.fleet.NodeKey.Rights;
import io.sallyport.fleet.NodeKeys;
import io.sallyport.fleet.NodeRegistry;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.provider.Backend;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Nodes for operators: list, approve, hold back, take away; and the credentials they show.
public final class NodeRoutes {
    private static final String HOME = "/admin/api/nodes";
    private static final String ONE = HOME + "/{id}";
    private static final String KEYS = "/admin/api/node-keys";
    private static final int CREATED = 201;
    private static final int LONGEST_NAME = 100;

    private final NodeRegistry registry;
    private final NodeKeys keys;
    private final Supplier<Optional<URI>> publicUrl;

    /// @param publicUrl where nodes find the gateway; empty when nobody said
    public NodeRoutes(NodeRegistry registry, NodeKeys keys, Supplier<Optional<URI>> publicUrl) {
        this.registry = registry;
        this.keys = keys;
        this.publicUrl = publicUrl;
    }

    public List<JsonRoute> list() {
        return Stream.concat(hosts(), credentials()).toList();
    }

    private Stream<JsonRoute> hosts() {
        return Stream.of(
                JsonRoute.get(OPERATE, HOME, "List nodes, a page at a time", NodePage.class, this::page),
                JsonRoute.get(OPERATE, ONE, "Show a node", NodeView.class, call -> view(call.path("id"))),
                act("approve", "Let a node serve", (id, nodes) -> nodes.approve(id)),
                act("resume", "Take back what was ordered of a node", ordering(Availability.AVAILABLE)),
                act("drain", "Send nothing new to a node", ordering(Availability.DRAINING)),
                act("pause", "Send nothing to a node for a while", ordering(Availability.PAUSED_BY_USER)),
                act("quarantine", "Send nothing to a node that is not trusted", ordering(Availability.QUARANTINED)),
                JsonRoute.delete(OPERATE, ONE, "Forget a node", RemovedNode.class, this::remove));
    }

    private static BiConsumer<String, NodeRegistry> ordering(Availability availability) {
        return (id, nodes) -> nodes.order(id, availability);
    }

    private JsonRoute act(String deed, String summary, BiConsumer<String, NodeRegistry> work) {
        return JsonRoute.action(OPERATE, ONE + "/" + deed, summary, NodeView.class, call -> {
            work.accept(call.path("id"), registry);
            return view(call.path("id"));
        });
    }

    private Stream<JsonRoute> credentials() {
        return Stream.of(
                JsonRoute.get(OPERATE, KEYS, "List node keys and enrolment tokens", NodeKeyPage.class, _ -> keyPage()),
                JsonRoute.taking(
                                OPERATE,
                                NodeKeyBody.class,
                                "POST " + KEYS,
                                "Make an enrolment token for a node",
                                NewNodeToken.class,
                                this::token)
                        .answering(CREATED),
                JsonRoute.delete(OPERATE, KEYS + "/{id}", "Revoke a node key or token", RevokedNodeKey.class, call -> {
                    keys.revoke(call.path("id"));
                    return new RevokedNodeKey(call.path("id"));
                }));
    }

    private NodePage page(JsonCall call) {
        Fleet now = registry.current();
        String after = call.query("cursor").orElse("");
        List<NodeHost> rest = now.hosts().stream()
                .filter(host -> host.id().compareTo(after) > 0)
                .toList();
        List<NodeView> shown = rest.stream()
                .limit(call.limit())
                .map(host -> NodeView.of(host, now))
                .toList();
        Optional<String> next =
                rest.size() > shown.size() ? Optional.of(shown.getLast().id()) : Optional.empty();
        return new NodePage(shown, next);
    }

    private NodeView view(String id) {
        Fleet now = registry.current();
        return now.host(id)
                .map(host -> NodeView.of(host, now))
                .orElseThrow(() -> new NotFound("host_not_registered", "There is no host '" + id + "'.").asException());
    }

    private RemovedNode remove(JsonCall call) {
        registry.remove(call.path("id"));
        return new RemovedNode(call.path("id"));
    }

    private NodeKeyPage keyPage() {
        return new NodeKeyPage(keys.all().stream().map(NodeKeyView::of).toList());
    }

    private NewNodeToken token(JsonCall call, NodeKeyBody body) {
        String name = body.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new BadRequest("invalid_value", "A name has 1 to " + LONGEST_NAME + " characters.", "name")
                    .asException();
        }
        Map<String, String> labels = body.labels().orElse(Map.of());
        if (!Backend.areLabels(labels)) {
            throw new BadRequest(
                            "invalid_value", "Labels are at most 20 pairs of words of 1 to 64 characters.", "labels")
                    .asException();
        }
        Rights rights = new Rights(
                body.allowedModels().filter(models -> !models.isEmpty()).orElse(Rights.ALL.models()),
                body.tenants().orElse(List.of()),
                labels);
        NodeKeys.Issued issued = keys.token(new NodeKeys.Draft(
                name,
                body.host().filter(host -> !host.isBlank()).map(NodeRegistry::host),
                rights,
                call.principal().name()));
        String gateway = publicUrl.get().map(URI::toString).orElse("");
        return new NewNodeToken(NodeKeyView.of(issued.key()), issued.text().reveal(), gateway);
    }

    /// Nodes, by id.
    ///
    /// @param nextCursor where to go on with `cursor`; absent at the end
    record NodePage(List<NodeView> data, Optional<String> nextCursor) {}

    /// What was forgotten.
    record RemovedNode(String removed) {}

    /// What an enrolment token is to be.
    ///
    /// @param host the only host that may use it; absent for any
    /// @param allowedModels names and globs its host may offer; absent for all
    /// @param tenants ids of those its host serves; absent for all
    /// @param labels what is said about its host; wins over what the node says
    record NodeKeyBody(
            String name,
            Optional<String> host,
            Optional<List<String>> allowedModels,
            Optional<List<String>> tenants,
            Optional<Map<String, String>> labels) {}

    /// A token that was just made.
    ///
    /// @param token shown this once
    /// @param gateway address for the node's command; empty when it is not configured
    record NewNodeToken(NodeKeyView key, String token, String gateway) {}

    /// Every key and token, newest first.
    record NodeKeyPage(List<NodeKeyView> data) {}

    /// A node key or an enrolment token, without its secret.
    ///
    /// @param signs whether its node signs what it sends
    record NodeKeyView(
            String id,
            NodeKey.Kind kind,
            String name,
            Optional<String> host,
            String preview,
            List<String> allowedModels,
            List<String> tenants,
            Map<String, String> labels,
            String createdBy,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> usedAt,
            Optional<Instant> revokedAt,
            boolean signs) {
        static NodeKeyView of(NodeKey key) {
            return new NodeKeyView(
                    key.id(),
                    key.kind(),
                    key.name(),
                    key.host(),
                    key.preview(),
                    key.rights().models(),
                    key.rights().tenants(),
                    key.rights().labels(),
                    key.createdBy(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.usedAt(),
                    key.revokedAt(),
                    key.signs());
        }
    }

    /// What was revoked.
    record RevokedNodeKey(String revoked) {}
}
