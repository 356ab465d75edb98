package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.PromptPolicy;
import io.sallyport.catalog.RoleCatalog;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.catalog.RolePolicy;
import io.sallyport.catalog.RolePolicy.Devices;
import io.sallyport.catalog.RolePolicy.Loaded;
import io.sallyport.catalog.RolePolicy.Trust;
import io.sallyport.catalog.Routing;
import io.sallyport.fleet.Availability;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeAsset;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeHost.Approval;
import io.sallyport.fleet.NodeService;
import io.sallyport.fleet.NodeService.ServiceState;
import io.sallyport.fleet.Observed;
import io.sallyport.fleet.ServiceKind;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.TenantId;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.routing.Resolver.Listed;
import io.sallyport.testkit.AskedCall;
import io.sallyport.testkit.SomeBackend;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RolePlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final AllowList ALL = AllowList.anything();

    private final NodeService qwen =
            service("gpu/chat", ServiceKind.CHAT, new NodeAsset("qwen3:8b", true, Optional.of(32_768L), ""));
    private final NodeService llama =
            service("mac/chat", ServiceKind.CHAT, new NodeAsset("llama3.2", false, Optional.of(4_096L), ""));
    private final NodeService words =
            service("gpu/words", ServiceKind.EMBEDDINGS, new NodeAsset("embedder", true, Optional.empty(), ""));
    private final Fleet fleet = fleet(
            host("gpu", Map.of("trust_tier", "core", "device_class", "gpu", "site", "cellar"), List.of(), qwen, words),
            host("mac", Map.of("ownership", "employee", "workload_classes", "batch, night"), List.of(), llama));

    @Test
    @Tag("RO19")
    void takesAnAliasOrAModelBeforeARole() {
        Resolver resolver = resolver(fleet, role("qwen3:8b", policy()), role("task", policy()));

        assertThat(resolve(resolver, ALL, "qwen3:8b").role()).isEmpty();
        assertThat(resolve(resolver, ALL, "task").role()).isPresent();
        assertThat(refusal(resolver, ALL, "other")).isEqualTo("model_not_found");
    }

    @Test
    @Tag("RO19")
    void saysThatAKnownRoleHasNoPlaceNow() {
        Resolver resolver = resolver(Fleet.NONE, role("task", policy().with("models", "local/*")));

        assertThat(refusal(resolver, ALL, "task")).isEqualTo("no_healthy_backend");
    }

    @Test
    @Tag("RO20")
    void letsOnlyPlacesServeThatPassEveryGate() {
        Policy local = policy().with("models", "local/*");

        assertThat(ids(local)).containsExactlyInAnyOrder("gpu/chat/qwen3:8b");
        assertThat(ids(local.employees())).containsExactlyInAnyOrder("gpu/chat/qwen3:8b", "mac/chat/llama3.2");
        assertThat(ids(local.employees().loadedOnly())).containsExactly("gpu/chat/qwen3:8b");
        assertThat(ids(local.employees().context(8_192))).containsExactly("gpu/chat/qwen3:8b");
        assertThat(ids(local.employees().with("trust", "core"))).containsExactly("gpu/chat/qwen3:8b");
        assertThat(ids(local.employees().with("denied", "core"))).containsExactly("mac/chat/llama3.2");
        assertThat(ids(local.employees().with("device", "gpu"))).containsExactly("gpu/chat/qwen3:8b");
        assertThat(ids(local.employees().with("workload", "day"))).containsExactly("gpu/chat/qwen3:8b");
        assertThat(ids(local.employees().with("family", "Gemma", "LLaMA-3", "Qwen3")))
                .containsExactly("mac/chat/llama3.2");
        assertThat(ids(local.employees().with("labels", "site=cellar")))
                .containsExactly("gpu/chat/qwen3:8b", "mac/chat/llama3.2");
    }

    @Test
    @Tag("RO17")
    @Tag("RO18")
    void servesARoleByBackendsThatAreNoNodesToo() {
        Resolver resolver = resolver(
                Fleet.NONE, role("task", policy().with("family", "qwen").build()));

        assertThat(resolve(resolver, ALL, "task").targets())
                .extracting(Target::id)
                .containsExactly("cloud/qwen-max");
    }

    @Test
    @Tag("RO21")
    void fallsBackAlongRolesThatNameEachOther() {
        RoleEntry first = role(
                "first",
                policy().with("family", "nobody").with("models", "none/*").with("fallback", "second"));
        RoleEntry second = role("second", policy().with("models", "local/*").with("fallback", "first", "third"));
        RoleEntry third = role("third", policy().with("models", "cloud/*"));

        Plan plan = resolve(resolver(fleet, first, second, third), ALL, "first");

        assertThat(plan.targets())
                .extracting(Target::id)
                .startsWith("gpu/chat/qwen3:8b")
                .contains("cloud/qwen-max");
        assertThat(plan.targets()).isSortedAccordingTo((a, b) -> Integer.compare(a.order(), b.order()));
        assertThat(plan.role().orElseThrow().id()).isEqualTo("first");
    }

    @Test
    void keepsARoleToItsKindOfCall() {
        Resolver resolver = resolver(fleet, role("task", policy()));

        assertThat(catchThrowableOfType(
                                RefusedException.class,
                                () -> resolver.resolve(AskedCall.of(caller(ALL, "default"), "task")
                                        .with(Operation.EMBEDDING)))
                        .refusal()
                        .code())
                .isEqualTo("unsupported_operation");
    }

    @Test
    @Tag("RO19")
    void reachesAServiceByItsIdAndByItsModel() {
        Resolver resolver = resolver(fleet);

        assertThat(ids(resolver, "gpu/chat")).containsExactly("gpu/chat/qwen3:8b");
        assertThat(ids(resolver, "mac/chat/llama3.2")).containsExactly("mac/chat/llama3.2");
        assertThat(ids(resolver, "llama3.2")).containsExactly("mac/chat/llama3.2");
        assertThat(refusal(resolver, ALL, "mac/chat/other")).isEqualTo("model_not_found");
    }

    @Test
    @Tag("R03")
    void givesNodesNoCallsOfAModelThatAnOperatorsBackendHas() {
        NodeService thief =
                service("spy/chat", ServiceKind.CHAT, new NodeAsset("qwen-max", true, Optional.empty(), ""));

        Resolver resolver = resolver(fleet(host("spy", Map.of(), List.of(), thief)));

        assertThat(ids(resolver, "qwen-max")).containsExactly("cloud/qwen-max");
    }

    @Test
    @Tag("R03")
    void keepsANodeToItsTenants() {
        Resolver resolver = resolver(fleet(host("gpu", Map.of(), List.of("theirs"), qwen)));

        assertThat(refusal(resolver, ALL, "gpu/chat")).isEqualTo("model_not_allowed");
        assertThat(resolver.resolve(AskedCall.of(caller(ALL, "theirs"), "gpu/chat"))
                        .targets())
                .hasSize(1);
    }

    @Test
    @Tag("ID37")
    @Tag("ID39")
    void allowsRolesByNameByGlobAndByWhereTheyLead() {
        Resolver resolver = resolver(fleet, role("task", policy()), role("other", policy()));

        assertThat(resolve(resolver, list("role/task"), "task").targets()).hasSizeGreaterThan(1);
        assertThat(resolve(resolver, list("role/task"), "role/task").targets()).hasSizeGreaterThan(1);
        assertThat(resolve(resolver, list("local/*"), "task").targets())
                .extracting(Target::id)
                .containsExactly("gpu/chat/qwen3:8b");
        assertThat(refusal(resolver, list("role/task"), "other")).isEqualTo("model_not_allowed");
        assertThat(refusal(resolver, list("role/task"), "gpu/chat")).isEqualTo("model_not_allowed");
    }

    @Test
    @Tag("RO30")
    void listsRolesAndServicesWithHowTheyStand() {
        Resolver resolver = resolver(fleet, role("task", policy().with("models", "local/*")));

        List<Listed> listed = resolver.listing(caller(ALL, "default"));

        assertThat(listed)
                .filteredOn(one -> one.id().equals("task"))
                .extracting(
                        one -> one.served().orElseThrow().healthy(),
                        one -> one.served().orElseThrow().loaded())
                .containsExactly(tuple(1, 1));
        assertThat(listed).extracting(Listed::id).contains("gpu/chat", "mac/chat", "gpu/words", "llama3.2");
        assertThat(resolver.listing(caller(list("role/none"), "default"))).isEmpty();
    }

    private List<String> ids(Policy policy) {
        return ids(resolver(fleet, role("task", policy)), "task");
    }

    private static List<String> ids(Resolver resolver, String asked) {
        return resolve(resolver, ALL, asked).targets().stream().map(Target::id).toList();
    }

    private static Plan resolve(Resolver resolver, AllowList models, String asked) {
        return resolver.resolve(AskedCall.of(caller(models, "default"), asked));
    }

    private static String refusal(Resolver resolver, AllowList models, String asked) {
        return catchThrowableOfType(RefusedException.class, () -> resolve(resolver, models, asked))
                .refusal()
                .code();
    }

    private static AllowList list(String name) {
        return AllowList.of(List.of(name));
    }

    private static Resolver resolver(Fleet fleet, RoleEntry... roles) {
        List<Backend> backends = new ArrayList<>(List.of(Targets.backend("cloud", "qwen-max", "gpt")));
        fleet.callable().forEach(service -> backends.add(backend(service)));
        Catalog catalog = Catalog.EMPTY.with(RoleCatalog.of(Arrays.asList(roles)));
        return new Resolver(
                catalog, Backends.of(backends, Map.of("openai", Targets.OPENAI)), new Inventory(), () -> fleet);
    }

    private static Backend backend(NodeService service) {
        return SomeBackend.named(service.id())
                .at(service.endpoint().toString())
                .serving(service.models())
                .from(Backend.NODE)
                .make();
    }

    private static NodeService service(String id, ServiceKind kind, NodeAsset asset) {
        return new NodeService(
                id,
                id.substring(0, id.indexOf('/')),
                kind,
                "ollama",
                URI.create("http://192.168.0.9:11434"),
                List.of(asset),
                ServiceState.FINE,
                Observed.NOTHING);
    }

    private static NodeHost host(String id, Map<String, String> labels, List<String> tenants, NodeService... services) {
        return new NodeHost(
                id,
                id,
                "",
                "static",
                Approval.APPROVED,
                Availability.AVAILABLE,
                Availability.AVAILABLE,
                labels,
                Json.NULL,
                tenants,
                List.of(services),
                NOW,
                NOW,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static Fleet fleet(NodeHost... hosts) {
        return Fleet.of(List.of(hosts), NOW, Duration.ofSeconds(30), 1);
    }

    private static RoleEntry role(String id, Policy policy) {
        return role(id, policy.build());
    }

    private static RoleEntry role(String id, RolePolicy policy) {
        return new RoleEntry(id, id, "", Operation.CHAT, "text", PromptPolicy.NONE, policy, false, Routing.USUAL);
    }

    private static Policy policy() {
        return new Policy(Map.of(), Loaded.OR_NOT, Optional.empty(), Devices.COMPANY);
    }

    /// What a role asks for, word by word.
    private record Policy(Map<String, List<String>> lists, Loaded loaded, Optional<Long> context, Devices devices) {
        Policy with(String name, String... words) {
            Map<String, List<String>> more = new HashMap<>(lists);
            more.put(name, List.of(words));
            return new Policy(more, loaded, context, devices);
        }

        Policy employees() {
            return new Policy(lists, loaded, context, Devices.EMPLOYEES_TOO);
        }

        Policy loadedOnly() {
            return new Policy(lists, Loaded.REQUIRED, context, devices);
        }

        Policy context(long least) {
            return new Policy(lists, loaded, Optional.of(least), devices);
        }

        private List<String> list(String name) {
            return lists.getOrDefault(name, List.of());
        }

        RolePolicy build() {
            return new RolePolicy(
                    list("models"),
                    list("family"),
                    list("labels"),
                    context,
                    loaded,
                    new Trust(list("trust"), list("denied")),
                    list("device"),
                    list("workload"),
                    devices,
                    list("fallback"));
        }
    }

    private static Caller caller(AllowList models, String tenant) {
        return new Caller(
                Caller.Kind.NAMED,
                new TenantId(tenant),
                new ProjectId("default"),
                Optional.empty(),
                "test",
                Optional.empty(),
                Set.of(),
                false,
                models,
                AllowList.anything(),
                Reach.ANYWHERE);
    }
}
