package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.audit.TrailFile;
import io.sallyport.journal.audit.TrailFile.Verdict.Sound;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayProcess;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.TestOpenSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The audit trail of whole gateways before a real OpenSearch and a faulty way to it.
@TestInstance(Lifecycle.PER_CLASS)
final class AuditTrailJourneyTest {
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hi"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final TestOpenSearch server = TestOpenSearch.start();
    private final FaultProxy way = FaultProxy.before(server.url().getPort());
    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    void closes() {
        http.close();
        upstream.close();
        way.close();
        server.close();
    }

    private GatewayHarness.Setup setup(String prefix) {
        JsonObject cluster = Json.object()
                .put("url", "http://127.0.0.1:" + way.port())
                .put("index_prefix", prefix)
                .put("timeout", "5s");
        return GatewayHarness.with()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .word("content_capture", "full")
                .section("audit", Json.object().put("opensearch", cluster));
    }

    private static void call(GatewayHarness gateway, int times) {
        for (int i = 0; i < times; i++) {
            try (SseClient answer = gateway.chat("chat", "")) {
                assertThat(answer.status()).isEqualTo(200);
            }
        }
    }

    private long documents(String prefix) {
        try {
            URI url = server.url().resolve("/" + prefix + "-calls-*/_search?size=0&track_total_hits=true");
            http.send(
                    HttpRequest.newBuilder(server.url().resolve("/" + prefix + "-*/_refresh"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
            // A new index cannot be asked for a moment.
            return Json.parse(answer.body()).path("hits.total.value").longOr(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String health(Json status) {
        return status.get("components").elements().stream()
                .filter(component -> component.get("name").text().equals("opensearch"))
                .map(component -> component.get("status").text() + ": "
                        + component.get("detail").text())
                .findFirst()
                .orElse("absent");
    }

    @Test
    @Tag("F19")
    @Tag("AU1")
    @Tag("C17")
    void losesNothingInAnOutageAndHoldsNoCallUp() {
        try (GatewayHarness gateway = setup("outage").start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            call(gateway, 3);
            Await.until(() -> documents("outage") == 3);
            way.fault(new FaultProxy.BlackHole());

            call(gateway, 40);
            String troubled = Await.answer(
                    () -> health(operator.read("/admin/api/status")),
                    said -> said.startsWith("down") && said.contains("wait: 40"));
            way.fault(new FaultProxy.None());

            Await.until(() -> documents("outage") >= 43);
            Await.until(() ->
                    health(operator.read("/admin/api/status")).equals("up: audit events that wait: 0 (0 of 1024 MB)"));
            assertThat(troubled).startsWith("down: it does not answer in time").contains("wait: 40");
            assertThat(documents("outage")).isEqualTo(43);
        } finally {
            way.fault(new FaultProxy.None());
        }
    }

    @Test
    @Tag("N05")
    @Tag("GU11")
    void tellsWhatGuardrailsDidAndThatContentWasMasked() {
        JsonObject masks = Json.object().put("name", "mails").put("type", "pii");
        JsonObject guardrails = Json.object()
                .put("input_guardrails", Json.array().add(masks))
                .put("output_guardrails", Json.array().add(masks));
        try (GatewayHarness gateway = setup("masked")
                .word("content_capture", "masked")
                .section("guardrails", guardrails)
                .start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            call(gateway, 1);
            Await.until(() -> documents("masked") == 1);
            String id =
                    operator.read("/admin/api/audit/search").path("data.0.id").text();
            Json detail = operator.read("/admin/api/audit/requests/" + id);

            assertThat(detail.get("content_class").text()).isEqualTo("masked");
            assertThat(detail.path("content.response_body").text()).contains("hi");
            assertThat(detail.get("guardrails").elements())
                    .extracting(look ->
                            look.get("layer").text() + " " + look.get("result").text())
                    .containsExactly("input passed", "output passed");
        }
    }

    @Test
    @Tag("F23")
    void bringsWhatAKilledProcessLeftExactlyOnce() {
        try (TestDatabase database = TestDatabase.migrated()) {
            way.fault(new FaultProxy.Refuse());
            GatewayProcess killed = setup("killed").startApart(database);
            for (int i = 0; i < 10; i++) {
                post(killed.url());
            }
            Await.until(() -> health(status(killed.url())).contains("wait: 10"));
            killed.kill();
            way.fault(new FaultProxy.None());

            try (GatewayProcess next = killed.startAgain()) {
                post(next.url());
                Await.until(() -> documents("killed") >= 11);
                assertThat(documents("killed")).isEqualTo(11);
            }
        } finally {
            way.fault(new FaultProxy.None());
        }
    }

    private static void post(URI gateway) {
        try (SseClient answer = SseClient.post(
                gateway.resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + GatewayHarness.KEY),
                "{\"model\":\"chat\",\"messages\":[]}")) {
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    private Json status(URI gateway) {
        try {
            HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/admin/api/status"))
                    .header("authorization", "Bearer " + GatewayHarness.ADMIN_KEY)
                    .build();
            return Json.parse(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Tag("AP9")
    @Tag("N05")
    @Tag("C17")
    void showsOperatorsWhatItHoldsAndWritesDownThatTheyLooked() {
        try (GatewayHarness gateway = setup("shown").start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            call(gateway, 2);
            Await.until(() -> documents("shown") == 2);

            Json page = operator.read("/admin/api/audit/search?model=chat");
            String id = page.path("data.0.id").text();
            Json detail = operator.read("/admin/api/audit/requests/" + id);
            Json bars = operator.read("/admin/api/audit/histogram");
            String file = operator.get("/admin/api/audit/export?of=calls").body();
            Json acts = operator.read("/admin/api/audit/events");

            assertThat(page.get("source").text()).isEqualTo("opensearch");
            assertThat(page.get("data").elements()).hasSize(2);
            assertThat(detail.path("content.request_body").text()).contains("hello");
            assertThat(detail.path("content.response_body").text()).contains("\"hi\"");
            assertThat(bars.get("bars").elements().stream()
                            .mapToLong(bar -> bar.get("calls").asLong())
                            .sum())
                    .isEqualTo(2);
            assertThat(TrailFile.check(file.lines().iterator())).isInstanceOfSatisfying(Sound.class, sound -> {
                assertThat(sound.records()).isEqualTo(2);
                assertThat(acts.toString()).contains(sound.hash());
            });
            assertThat(acts.toString()).contains("request.read", id, "export.read");
        }
    }

    @Test
    @Tag("G9")
    @Tag("AU4")
    void holdsTextsAndPeopleAsBackendProfileAndKeySay() {
        try (GatewayHarness gateway = setup("profiles").start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            Person ada = Person.in(gateway, "ada@example.org");
            String open =
                    "{\"name\":\"Open\",\"backends\":[\"one\"],\"content_audit\":true,\"openwebui_headers\":true}";
            String plain = "{\"name\":\"Plain\",\"backends\":[\"one\"],\"content_audit\":false}";
            Json kept = key(operator, ada, open, ",\"openwebui_opt_in\":true");
            Json bare = key(operator, ada, plain, "");
            for (Json key : List.of(kept, bare)) {
                SseClient.post(
                                gateway.url().resolve("/v1/chat/completions"),
                                Map.of(
                                        "authorization",
                                        "Bearer " + key.get("api_key").text(),
                                        "X-OpenWebUI-User-Email",
                                        "carol@example.org"),
                                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")
                        .close();
            }
            Await.until(() -> documents("profiles") == 2);

            Json full = only(operator, kept);
            Json facts = only(operator, bare);

            assertThat(full.path("request.user_id").text())
                    .isEqualTo(ada.user().id().value());
            assertThat(full.path("request.end_user_email").text()).isEqualTo("carol@example.org");
            assertThat(full.path("request.output_tokens").asLong()).isEqualTo(1);
            assertThat(full.path("content.response_body").text()).contains("\"hi\"");
            assertThat(facts.path("request.user_id").text())
                    .isEqualTo(ada.user().id().value());
            assertThat(facts.path("request.end_user_email").isPresent()).isFalse();
            assertThat(facts.get("content").isPresent()).isFalse();
        }
    }

    /// A key of a person under a backend profile that is made for it.
    private static Json key(Person operator, Person owner, String profile, String more) {
        Json made = Json.parse(operator.post("/admin/api/profiles", profile).body());
        return Json.parse(owner.post(
                        "/api/keys",
                        "{\"name\":\"mine\",\"profile\":\"" + made.get("id").text() + "\"" + more + "}")
                .body());
    }

    /// The one call with a key, as OpenSearch holds it.
    private static Json only(Person operator, Json key) {
        Json page = operator.read(
                "/admin/api/audit/search?key=" + key.path("key.id").text());
        assertThat(page.get("source").text()).isEqualTo("opensearch");
        assertThat(page.get("data").elements()).hasSize(1);
        return operator.read(
                "/admin/api/audit/requests/" + page.path("data.0.id").text());
    }

    @Test
    @Tag("C17")
    void readsTheRequestLogWithoutOpenSearch() {
        try (GatewayHarness gateway = GatewayHarness.with()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            SseClient.post(
                            gateway.url().resolve("/v1/chat/completions"),
                            Map.of("authorization", "Bearer " + GatewayHarness.KEY, "x-session-id", "talk-1"),
                            "{\"model\":\"chat\",\"messages\":[]}")
                    .close();
            gateway.settled(1);

            Json page = operator.read("/admin/api/audit/search?thread=talk-1");
            Json threads = operator.read("/admin/api/audit/threads");
            Json bars = operator.read("/admin/api/audit/histogram");

            assertThat(page.get("source").text()).isEqualTo("postgresql");
            assertThat(page.get("data").elements()).hasSize(1);
            assertThat(threads.path("data.0.thread").text()).isEqualTo("talk-1");
            assertThat(bars.get("bars").elements().stream()
                            .mapToLong(bar -> bar.get("calls").asLong())
                            .sum())
                    .isEqualTo(1);
        }
    }

    @Test
    @Tag("F22")
    void refusesCallsThatMustBeRecordedWhileNothingCan() {
        JsonArray everybody = Json.array().add("*");
        try (GatewayHarness gateway = GatewayHarness.with()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .section("logging", Json.object().put("enabled", false))
                .section("audit", Json.object().put("required", Json.object().put("tenants", everybody)))
                .start()) {
            upstream.forget();

            try (SseClient answer = gateway.chat("chat", "")) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.text()).contains("audit_unavailable");
            }
            assertThat(upstream.requests()).isEmpty();
        }
    }
}
