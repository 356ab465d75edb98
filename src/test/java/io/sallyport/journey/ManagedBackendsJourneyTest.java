package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.app.Commands;
import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.CanarySink;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.slf4j.LoggerFactory;

/// The life of a managed backend, on two instances that share a database.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP2")
@Tag("PR8")
final class ManagedBackendsJourneyTest {

    private static final String BACKENDS = "/admin/api/backends";
    private static final String CANARY = "sk-managed-canary-5521-0123456789abcd";

    /// Both a list of models and a chat, so that one script serves a probe and a call.
    private static final String ANSWER = """
            {"data":[{"id":"m"},{"id":"n"}],"id":"c1","object":"chat.completion","created":1,"model":"m","choices":
            [{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness here =
            GatewayHarness.with().backend("fixed", vendor(upstream)).start();
    private final GatewayHarness there =
            GatewayHarness.with().backend("fixed", vendor(upstream)).startBeside(here);
    private final HttpClient client = HttpClient.newHttpClient();
    private final StringBuilder shown = new StringBuilder();

    @BeforeAll
    void listens() {
        log.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
    }

    @AfterEach
    void forgets() {
        upstream.forget();
    }

    @AfterAll
    void closes() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        client.close();
        there.close();
        here.close();
        upstream.close();
    }

    @Test
    @Tag("N01")
    @Tag("AP20")
    void servesOnTheOtherInstanceSoonAndShowsItsKeyToNobodyElse() {
        upstream.always(Script.json(200, ANSWER));

        HttpResponse<String> made =
                send(here, "POST", BACKENDS, body("fresh", vendor(upstream).toString()));
        Await.until(() -> status(there, "fresh/m") == 200);
        Json test = Json.parse(send(there, "POST", BACKENDS + "/fresh/test", "").body());
        Json listed = Json.parse(send(there, "GET", BACKENDS, "").body());

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(upstream.requests())
                .anyMatch(request -> request.header("authorization").orElse("").equals("Bearer " + CANARY));
        assertThat(test.get("ok").bool()).isTrue();
        assertThat(test.get("models").toString()).isEqualTo("[\"m\",\"n\"]");
        assertThat(named(listed, "fresh").get("key_preview").text()).isEqualTo("sk-m...abcd");
        assertThat(named(listed, "fresh").get("status").text()).isEqualTo("up");
        assertThat(named(listed, "fixed").get("read_only").bool()).isTrue();
        assertThat(new CanarySink()
                        .plant(CANARY)
                        .collect("answers", shown.toString())
                        .collect(
                                "rows",
                                here.database()
                                        .rows("select backend::text from backend")
                                        .toString())
                        .collect("log", logged())
                        .findings())
                .isEmpty();
        send(here, "DELETE", BACKENDS + "/fresh", "");
    }

    @Test
    @Tag("E23")
    void letsAStreamFinishOnTheBackendThatIsTakenAway() {
        CountDownLatch removed = new CountDownLatch(1);
        upstream.always(Script.json(200, ANSWER));
        send(here, "POST", BACKENDS, body("leaving", vendor(upstream).toString()));
        upstream.always(Script.eventStream()
                .events(Chunks.word("before "))
                .await(removed)
                .events(Chunks.word("after"), Chunks.FINISH, Chunks.DONE)
                .lastChunk());

        try (SseClient stream = here.stream("leaving/m")) {
            stream.next();
            int gone = send(here, "DELETE", BACKENDS + "/leaving", "").statusCode();
            int afterwards = status(here, "leaving/m");
            removed.countDown();

            assertThat(gone).isEqualTo(200);
            assertThat(afterwards).isEqualTo(404);
            assertThat(stream.rest()).anyMatch(event -> event.data().contains("after"));
            assertThat(stream.ending()).isEqualTo(SseClient.Ending.CLEAN);
        }
    }

    @Test
    @Tag("M10")
    @Tag("DD-06")
    void sendsAStoredKeyToNoOtherHost() {
        try (ScriptedUpstream other = ScriptedUpstream.start().always(Script.json(200, ANSWER))) {
            upstream.always(Script.json(200, ANSWER));
            send(here, "POST", BACKENDS, body("moving", vendor(upstream).toString()));

            Json moved =
                    Json.parse(send(here, "PATCH", BACKENDS + "/moving", "{\"base_url\":\"" + vendor(other) + "\"}")
                            .body());
            HttpResponse<String> tested = send(here, "POST", BACKENDS + "/moving/test", "");
            int called = status(here, "moving/m");

            assertThat(moved.get("notice").text()).contains("dropped");
            assertThat(moved.path("backend.credential_problem").text()).isEqualTo("its key must be given again");
            assertThat(Json.parse(tested.body()).get("ok").bool()).isFalse();
            assertThat(called).isEqualTo(503);
            assertThat(other.requests()).isEmpty();
            send(here, "DELETE", BACKENDS + "/moving", "");
        }
    }

    @Test
    @Tag("PR10")
    @Tag("C20")
    void saysWhereAConfiguredBackendStands() {
        HttpResponse<String> refused = send(here, "PATCH", BACKENDS + "/fixed", "{\"enabled\":false}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("config_owned", "sallyport.yaml:1");
        assertThat(send(here, "POST", BACKENDS, body("fixed", "http://127.0.0.1:1"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    @Tag("AP20")
    void triesABackendBeforeItIsAdded() {
        upstream.always(Script.json(401, "{\"error\":{\"message\":\"wrong key " + CANARY + "\"}}"));

        HttpResponse<String> tried = send(
                here, "POST", BACKENDS + "/test", body("none", vendor(upstream).toString()));

        assertThat(Json.parse(tried.body()).get("ok").bool()).isFalse();
        assertThat(tried.body()).contains("401", "it refused the credential").doesNotContain(CANARY);
        assertThat(here.database().rows("select 1 from backend where name = 'none'"))
                .isEmpty();
    }

    @Test
    @Tag("AP1")
    void showsHowEverythingDoes() {
        upstream.always(Script.json(200, ANSWER));
        send(here, "POST", BACKENDS + "/fixed/test", "");

        Json status = Await.answer(
                () -> Json.parse(send(here, "GET", "/admin/api/status", "").body()),
                said -> said.get("status").text().equals("ok"));

        assertThat(status.get("status").text()).isEqualTo("ok");
        assertThat(status.get("instances").elements())
                .extracting(instance -> instance.get("id"))
                .contains(status.get("instance"));
        assertThat(status.get("components").elements().stream()
                        .map(one ->
                                one.get("kind").text() + "/" + one.get("name").text() + "/"
                                        + one.get("status").text()))
                .contains("postgresql/postgresql/up", "migrations/migrations/up", "backend/fixed/up");
    }

    @Test
    @Tag("CL1")
    void isKeptFromTheCommandLine() {
        upstream.always(Script.json(200, ANSWER));
        Map<String, String> environment = new HashMap<>(Map.of(
                "SALLYPORT_BASE_URL",
                here.url().toString(),
                "SALLYPORT_ADMIN_KEY",
                GatewayHarness.ADMIN_KEY,
                "VENDOR_KEY",
                CANARY));

        String added = run(
                environment,
                "backend add typed --kind openai_compatible --url " + vendor(upstream)
                        + " --key-env VENDOR_KEY --model m --timeout 2m --option region=eu-1 --label region=eu");
        Json shownOnce = Json.parse(send(here, "GET", BACKENDS + "/typed", "").body());
        String edited = run(environment, "backend edit typed --any-model --enabled true");
        String tested = run(environment, "backend test typed");
        String listed = run(environment, "backend list");
        String removed = run(environment, "backend remove typed");

        assertThat(added).contains("0 typed is at");
        assertThat(shownOnce.path("options.region").text()).isEqualTo("eu-1");
        assertThat(shownOnce.path("labels.region").text()).isEqualTo("eu");
        assertThat(edited).contains("0 typed is at");
        assertThat(tested).contains("0 it listed its models", "\n  n");
        assertThat(listed).contains("typed", "sk-m...abcd", "fixed", "sallyport.yaml:1", "up");
        assertThat(removed).contains("0 typed is removed");
        assertThat(new CanarySink()
                        .plant(CANARY)
                        .collect("terminal", added + edited + tested + listed + removed)
                        .findings())
                .isEmpty();
    }

    @Test
    @Tag("PR30")
    @Tag("PR3")
    void listsKindsAndWhatTheyCanBeAskedFor() {
        Json openai = kind("openai");
        Json bedrock = kind("bedrock");

        assertThat(openai.get("base_url").text()).isEqualTo("https://api.openai.com");
        assertThat(openai.get("needs_key").bool()).isTrue();
        assertThat(openai.path("capabilities.operations").elements())
                .extracting(Json::text)
                .contains("chat", "response", "transcription", "batch", "message")
                .doesNotContain("rerank");
        assertThat(bedrock.get("description").text()).startsWith("Amazon Bedrock");
        assertThat(texts(openai.path("capabilities.streaming"))).contains("chat", "image", "transcription");
        assertThat(texts(bedrock.path("capabilities.streaming")))
                .containsExactly("chat", "completion", "response", "message", "content");
        assertThat(bedrock.path("capabilities.operations").elements())
                .extracting(Json::text)
                .containsExactly(
                        "chat", "completion", "response", "message", "content", "embedding", "image", "rerank");
    }

    private static List<String> texts(Json list) {
        return list.elements().stream().map(Json::text).toList();
    }

    private Json kind(String word) {
        Json kinds = Json.parse(send(here, "GET", "/admin/providers", "").body());
        return kinds.get("data").elements().stream()
                .filter(kind -> kind.get("kind").text().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static String run(Map<String, String> environment, String words) {
        Commands.Ended ended = Commands.run(environment, words.split(" "));
        return ended.code() + " " + ended.output();
    }

    /// Where the listing of models is scripted, too.
    private static URI vendor(ScriptedUpstream upstream) {
        return upstream.url().resolve("/vendor");
    }

    private static String body(String name, String url) {
        return Json.object()
                .put("name", name)
                .put("kind", "openai_compatible")
                .put("base_url", url)
                .put("api_key", CANARY)
                .toJson()
                .toString();
    }

    private static Json named(Json page, String name) {
        return page.get("data").elements().stream()
                .filter(one -> one.get("name").text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int status(GatewayHarness gateway, String model) {
        try (SseClient answer = gateway.chat(model, "")) {
            return answer.status();
        }
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
                .reduce("", String::concat);
    }

    private HttpResponse<String> send(GatewayHarness gateway, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("authorization", "Bearer " + GatewayHarness.ADMIN_KEY)
                .header("content-type", "application/json")
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            shown.append(answer.body());
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
