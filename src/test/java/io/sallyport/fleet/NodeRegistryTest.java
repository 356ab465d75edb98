package io.sallyport.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.fleet.FleetSettings.Approval;
import io.sallyport.fleet.NodeKey.Rights;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.AddressRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRegistryTest {
    private static final String LOADED = "{\"asset_id\":\"qwen3:8b\",\"loaded\":true}";
    private static final NodeProof STATIC = NodeProof.STATIC;

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final NodeRegistry here = registry(settings(Approval.AUTOMATIC));
    private final NodeRegistry there = registry(settings(Approval.AUTOMATIC));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("RO25")
    void knowsWhatRegisteredAndNothingElse() {
        here.register(STATIC, host("gpu", LOADED));

        assertThat(here.current().service("gpu/chat").orElseThrow().models()).containsExactly("qwen3:8b");
        assertThat(refusal(() -> here.beat(STATIC, beat("other", LOADED)))).isEqualTo("host_not_registered");
        assertThat(refusal(() -> here.beat(
                        STATIC,
                        Bytes.of("{\"host_id\":\"gpu\",\"services\":["
                                + service("gpu/new", "http://127.0.0.1:1", LOADED) + "]}"))))
                .isEqualTo("service_not_registered");
    }

    @Test
    @Tag("R05")
    void letsGoOfWhoIsSilentAndTakesThemBackAtTheSecondSign() {
        here.register(STATIC, host("gpu", LOADED));
        clock.move(Duration.ofSeconds(31));
        here.look();
        List<NodeService> silent = here.current().callable();

        here.beat(STATIC, beat("gpu", LOADED));
        List<NodeService> once = here.current().callable();
        clock.move(Duration.ofSeconds(5));
        here.beat(STATIC, beat("gpu", LOADED));
        here.look();

        assertThat(silent).isEmpty();
        assertThat(once).isEmpty();
        assertThat(here.current().callable()).hasSize(1);
    }

    @Test
    @Tag("RO25")
    void tellsOtherInstancesOfSignsOfLifeWithoutWritingEachOne() {
        here.register(STATIC, host("gpu", LOADED));
        there.reload();
        String written = "select xmin::text from node_host";
        List<List<String>> before = database.rows(written);

        for (int i = 0; i < 8; i++) {
            clock.move(Duration.ofSeconds(5));
            here.beat(STATIC, beat("gpu", LOADED));
        }
        List<List<String>> after = database.rows(written);
        there.look();
        List<NodeService> unheard = there.current().callable();
        here.tick();
        there.tick();

        assertThat(after).isEqualTo(before);
        assertThat(unheard).isEmpty();
        assertThat(there.current().callable()).hasSize(1);
    }

    @Test
    @Tag("RO27")
    void writesAtOnceWhatChangesRoutes() {
        AtomicInteger changes = new AtomicInteger();
        here.register(STATIC, host("gpu", LOADED));
        here.onChange(changes::incrementAndGet);
        there.reload();
        clock.move(Duration.ofSeconds(5));

        here.beat(STATIC, beat("gpu", LOADED.replace("true", "false")));
        there.reload();
        long seen = changes.get();
        clock.move(Duration.ofSeconds(5));
        here.beat(STATIC, Bytes.of("{\"host_id\":\"gpu\",\"status\":{\"state\":\"draining\"}}"));

        assertThat(seen).isEqualTo(1);
        assertThat(there.current()
                        .service("gpu/chat")
                        .orElseThrow()
                        .usual()
                        .orElseThrow()
                        .loaded())
                .isFalse();
        assertThat(here.current().callable()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"draining", "paused_by_user", "offline", "quarantined"})
    @Tag("RO27")
    void sendsNothingToServicesThatTakeNoCalls(String availability) {
        here.register(STATIC, host("gpu", LOADED));
        clock.move(Duration.ofSeconds(5));

        here.beat(
                STATIC,
                Bytes.of("{\"host_id\":\"gpu\",\"services\":["
                        + service("gpu/chat", "http://127.0.0.1:1", LOADED)
                                .replace("\"kind\"", "\"state\":{\"availability\":\"" + availability + "\"},\"kind\"")
                        + "]}"));

        assertThat(here.current().callable()).isEmpty();
    }

    @Test
    void obeysOperatorsOnEveryInstance() {
        here.register(STATIC, host("gpu", LOADED));

        here.order("gpu", Availability.QUARANTINED);
        here.register(STATIC, host("gpu", LOADED));
        there.reload();
        List<NodeService> held = there.current().callable();
        there.order("gpu", Availability.AVAILABLE);
        here.reload();

        assertThat(held).isEmpty();
        assertThat(here.current().callable()).hasSize(1);
        here.remove("gpu");
        assertThat(here.current().hosts()).isEmpty();
        assertThat(refusal(() -> here.approve("gpu"))).isEqualTo("host_not_registered");
    }

    @Test
    @Tag("R03")
    void letsHostsWithASharedKeyWaitWhereOperatorsWantToSeeThemFirst() {
        NodeRegistry strict = registry(settings(Approval.REQUIRED));

        strict.register(STATIC, host("gpu", LOADED));
        List<NodeService> pending = strict.current().callable();
        strict.approve("gpu");
        strict.register(named("7", List.of("*"), List.of()), host("known", LOADED));

        assertThat(pending).isEmpty();
        assertThat(strict.current().callable()).extracting(NodeService::id).containsExactly("gpu/chat", "known/chat");
    }

    @Test
    @Tag("R03")
    void keepsNodesToWhatTheirKeyIsFor() {
        NodeProof narrow = named("7", List.of("llama*"), List.of("ours"));

        assertThat(refusal(() -> here.register(narrow, host("gpu", LOADED)))).isEqualTo("model_not_allowed");
        assertThat(refusal(() -> here.register(narrow, tenanted("theirs")))).isEqualTo("tenant_not_allowed");
        assertThat(refusal(() -> here.register(narrow, tenanted("*")))).isEqualTo("invalid_value");
        assertThat(refusal(() -> here.register(STATIC, host("gpu", "{\"asset_id\":\"qwen*\"}"))))
                .isEqualTo("invalid_value");
        assertThat(here.register(narrow, tenanted("ours")).tenants()).containsExactly("ours");
    }

    @Test
    @Tag("R03")
    void keepsAHostWithTheKeyItRegisteredWith() {
        here.register(STATIC, host("gpu", LOADED));
        NodeProof bound = new NodeProof("8", Optional.of("mac"), Rights.ALL, Optional.empty());

        assertThat(refusal(() -> here.register(named("7", List.of("*"), List.of()), host("gpu", LOADED))))
                .isEqualTo("host_not_allowed");
        assertThat(refusal(() -> here.beat(bound, beat("gpu", LOADED)))).isEqualTo("host_not_allowed");
        assertThat(refusal(() -> here.register(bound, host("other", LOADED)))).isEqualTo("host_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254", "http://[fe80::1]:8000", "http://100.100.100.200", "http://2130706433",
                "http://0x7f000001", "http://0.0.0.0:8000", "http://a@10.0.0.1:8000", "http://10.0.0.1:6379",
                "http://metadata.google.internal", "ftp://10.0.0.1", "http://172.20.0.1:8000", "https://localhost:8000"
            })
    @Tag("M01")
    void refusesAddressesWhereNoServiceMayStand(String address) {
        Bytes body = Bytes.of("{\"host_id\":\"gpu\",\"services\":[" + service("gpu/chat", address, LOADED) + "]}");

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> here.register(STATIC, body));

        assertThat(refused.refusal().code()).isIn("destination_not_allowed", "invalid_value");
        assertThat(here.current().hosts()).isEmpty();
    }

    @Test
    @Tag("M03")
    void callsTheAddressThatWasCheckedWhateverItsNameLeadsToLater() {
        here.register(
                STATIC,
                Bytes.of("{\"host_id\":\"gpu\",\"services\":[" + service("gpu/chat", "http://localhost:8000/v1", LOADED)
                        + "]}"));

        assertThat(here.current().service("gpu/chat").orElseThrow().endpoint().toString())
                .isIn("http://127.0.0.1:8000", "http://[0:0:0:0:0:0:0:1]:8000");
    }

    @Test
    @Tag("R05")
    void turnsAFloodOfHeartbeatsAway() {
        here.register(STATIC, host("gpu", LOADED));

        String last = "";
        for (int i = 0; i < 10 && last.isEmpty(); i++) {
            RefusedException refused =
                    catchThrowableOfType(RefusedException.class, () -> here.beat(STATIC, beat("gpu", LOADED)));
            last = refused == null ? "" : refused.refusal().code();
        }
        clock.move(Duration.ofSeconds(5));
        here.beat(STATIC, beat("gpu", LOADED));

        assertThat(last).isEqualTo("too_many_heartbeats");
    }

    @Test
    @Tag("R05")
    void hearsASignedMessageOnceAndNothingOlder() {
        NodeProof first = signed(clock.instant());
        here.register(first, host("gpu", LOADED));
        clock.move(Duration.ofSeconds(5));
        NodeProof second = signed(clock.instant());
        here.beat(second, beat("gpu", LOADED));

        assertThat(refusal(() -> here.beat(second, beat("gpu", LOADED)))).isEqualTo("node_message_replayed");
        assertThat(refusal(() -> here.register(first, host("gpu", LOADED)))).isEqualTo("node_message_replayed");
        assertThat(refusal(() -> here.register(second, host("gpu", LOADED)))).isEqualTo("node_message_replayed");
        clock.move(Duration.ofSeconds(5));
        here.beat(signed(clock.instant()), beat("gpu", LOADED));
        here.look();
        assertThat(here.current().host("gpu").orElseThrow().signedAt()).isEqualTo(clock.instant());
    }

    @Test
    @Tag("R05")
    void hearsNoCopyOfWhatAnotherInstanceHeard() {
        NodeProof first = signed(clock.instant());
        here.register(first, host("gpu", LOADED));
        clock.move(Duration.ofSeconds(5));
        NodeProof drained = signed(clock.instant());
        here.beat(drained, Bytes.of("{\"host_id\":\"gpu\",\"status\":{\"state\":\"draining\"}}"));
        there.reload();

        assertThat(refusal(() -> there.beat(first, beat("gpu", LOADED)))).isEqualTo("node_message_replayed");
        assertThat(refusal(() -> there.register(first, host("gpu", LOADED)))).isEqualTo("node_message_replayed");
        clock.move(Duration.ofSeconds(5));
        here.beat(signed(clock.instant()), Bytes.of("{\"host_id\":\"gpu\",\"status\":{\"state\":\"draining\"}}"));
        here.tick();
        there.tick();
        assertThat(refusal(() -> there.beat(signed(clock.instant()), beat("gpu", LOADED))))
                .isEqualTo("node_message_replayed");
    }

    @Test
    @Tag("R09")
    void takesNoMoreHostsThanAreAllowed() {
        for (int i = 0; i < 3; i++) {
            here.register(STATIC, host("gpu-" + i, LOADED));
        }

        assertThat(refusal(() -> here.register(STATIC, host("gpu-3", LOADED)))).isEqualTo("too_many_nodes");
        assertThat(here.register(STATIC, host("gpu-1", LOADED)).id()).isEqualTo("gpu-1");
        assertThat(here.register(named("7", List.of("*"), List.of("ours")), host("theirs", LOADED))
                        .id())
                .isEqualTo("theirs");
    }

    @Test
    void lastsLongerThanTheProgram() {
        here.register(STATIC, host("gpu", LOADED));

        NodeRegistry later = registry(settings(Approval.AUTOMATIC));
        later.reload();

        assertThat(later.current().hosts()).isEqualTo(here.current().hosts());
    }

    private NodeRegistry registry(FleetSettings settings) {
        return new NodeRegistry(database.database(), () -> settings, clock);
    }

    private static FleetSettings settings(Approval approval) {
        List<AddressRange> networks = List.of(
                AddressRange.parse("10.0.0.0/8"), AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1/128"));
        return new FleetSettings(Duration.ofSeconds(30), approval, 3, networks, false);
    }

    private static NodeProof signed(Instant at) {
        return new NodeProof("9", Optional.of("gpu"), Rights.ALL, Optional.of(at));
    }

    private static NodeProof named(String key, List<String> models, List<String> tenants) {
        return new NodeProof(key, Optional.empty(), new Rights(models, tenants, Map.of()), Optional.empty());
    }

    private static Bytes host(String id, String asset) {
        return Bytes.of("{\"host_id\":\"" + id + "\",\"unknown\":1,\"services\":["
                + service(id + "/chat", "http://127.0.0.1:11434/v1", asset) + "]}");
    }

    private static Bytes tenanted(String tenant) {
        return Bytes.of("{\"host_id\":\"gpu\",\"tenants\":[\"" + tenant + "\"],\"services\":[]}");
    }

    private static Bytes beat(String id, String asset) {
        return host(id, asset);
    }

    private static String service(String id, String endpoint, String asset) {
        return "{\"service_id\":\"" + id + "\",\"kind\":\"chat\",\"endpoint\":\"" + endpoint
                + "\",\"runtime\":{\"engine\":\"ollama\"},\"assets\":[" + asset + "]}";
    }

    private static String refusal(Runnable work) {
        return catchThrowableOfType(RefusedException.class, work::run).refusal().code();
    }
}
