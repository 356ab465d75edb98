package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Guardrails that operators add, change and take away while two instances run.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("GU14")
@Tag("GU21")
@Tag("CF23")
final class StoredGuardrailsTest {
    private static final String RULES = "/admin/api/guardrails/rules";
    private static final String MAIL = "ada.lovelace@example.org";
    private static final String CANARY = "sk-guard-canary-1";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness first = setup().start();
    private final GatewayHarness second = setup().startBeside(first);
    private final Person root = Person.operator(first, "root@example.org");
    private final Passerby here = new Passerby(first.url());
    private final Passerby there = new Passerby(second.url());

    private GatewayHarness.Setup setup() {
        JsonObject configured = Json.object()
                .put("name", "of the file")
                .put("type", "pii")
                .put("models", Json.array().add("nobody"));
        return GatewayHarness.with()
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .section(
                        "guardrails",
                        Json.object()
                                .put("allowed_networks", "127.0.0.1")
                                .put("input_guardrails", Json.array().add(configured)));
    }

    @BeforeEach
    void forgets() {
        upstream.forget();
        upstream.always(Script.json(200, ChatWords.answer("Write to " + MAIL + " soon.")));
    }

    @AfterAll
    void closes() {
        here.close();
        there.close();
        second.close();
        first.close();
        upstream.close();
    }

    @Test
    void holdHereAtOnceAndOnTheOtherInstanceWithinASecond() {
        String body = rule("mails", "input", "\"type\":\"pii\"");
        String id = added(body);
        String heardHere = heard(here, "mail " + MAIL);
        Await.until(() -> heard(there, "mail " + MAIL).contains("[EMAIL]"));

        root.send("PUT", RULES + "/" + id, body.replace("{", "{\"enabled\":false,"));
        String off = heard(here, "mail " + MAIL);
        Await.until(() -> heard(there, "mail " + MAIL).contains(MAIL));

        root.send("PUT", RULES + "/" + id, body);
        root.send("DELETE", RULES + "/" + id, "");
        String gone = heard(here, "mail " + MAIL);

        assertThat(heardHere).contains("[EMAIL]").doesNotContain(MAIL);
        assertThat(List.of(off, gone)).allMatch(text -> text.contains(MAIL));
        assertThat(root.get(RULES + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void isSwitchedOffForAProjectAndTurnedOnForAKey() {
        String project = root.read("/admin/api/keys").path("data.0.project_id").textOr("default");
        String off = added(rule("not here", "input", "\"type\":\"pii\",\"except_projects\":[\"" + project + "\"]"));
        String other = added(rule("for a key", "input", "\"type\":\"pii\",\"keys\":[\"somebody-else\"]"));
        String heard = heard(here, "mail " + MAIL);
        root.send("PUT", RULES + "/" + off, rule("not here", "input", "\"type\":\"pii\",\"except_projects\":[]"));
        String on = heard(here, "mail " + MAIL);
        root.send("DELETE", RULES + "/" + off, "");
        root.send("DELETE", RULES + "/" + other, "");

        assertThat(heard).contains(MAIL);
        assertThat(on).contains("[EMAIL]");
    }

    @Test
    void blocksMasksOrOnlyWarns() {
        String id = added(rule("mails", "output", "\"type\":\"pii\",\"disclaimer\":\"Some words were hidden.\""));
        Json masked = Json.parse(ask(here, "hi").body());
        root.send("PUT", RULES + "/" + id, rule("mails", "output", "\"type\":\"pii\",\"mode\":\"monitor\""));
        Json watched = Json.parse(ask(here, "hi").body());
        root.send(
                "PUT",
                RULES + "/" + id,
                rule("mails", "output", "\"type\":\"pii\",\"on_block\":\"reject\",\"config\":{\"action\":\"block\"}"));
        HttpResponse<String> blocked = ask(here, "hi");
        root.send("DELETE", RULES + "/" + id, "");

        assertThat(content(masked)).isEqualTo("Write to [EMAIL] soon.\n\nSome words were hidden.");
        assertThat(content(watched)).isEqualTo("Write to " + MAIL + " soon.");
        assertThat(blocked.statusCode()).isEqualTo(403);
    }

    @Test
    void refusesWhatRunsCodeOfTheMachine() {
        HttpResponse<String> java = root.post(
                RULES, rule("own", "input", "\"type\":\"java\",\"config\":{\"name\":\"io.sallyport.app.Main\"}"));
        HttpResponse<String> wasm =
                root.post(RULES, rule("own", "input", "\"type\":\"wasm\",\"config\":{\"file\":\"/etc/passwd\"}"));
        HttpResponse<String> file =
                root.post(RULES, rule("own", "input", "\"type\":\"pii\",\"config\":{\"names_file\":\"/etc/passwd\"}"));
        Json kinds = root.read("/admin/api/guardrails").get("kinds");

        assertThat(List.of(java.statusCode(), wasm.statusCode(), file.statusCode()))
                .containsOnly(403);
        assertThat(Json.parse(java.body()).path("error.code").text()).isEqualTo("settings_only");
        assertThat(kinds.elements())
                .filteredOn(kind -> !kind.get("addable").bool())
                .extracting(kind -> kind.get("type").text())
                .containsExactly("java", "wasm");
    }

    @Test
    void namesTheLineOfOneThatStandsInTheFile() {
        Json view = root.read("/admin/api/guardrails").path("guardrails.0");
        String path = RULES + "/" + view.get("id").text();

        HttpResponse<String> changed = root.send("PUT", path, rule("mine", "input", "\"type\":\"pii\""));
        HttpResponse<String> removed = root.send("DELETE", path, "");
        HttpResponse<String> named = root.post(RULES, rule("of the file", "input", "\"type\":\"pii\""));

        assertThat(view.get("source").text()).isEqualTo("config");
        assertThat(view.get("place").text()).matches(".*:[0-9]+");
        assertThat(List.of(changed.statusCode(), removed.statusCode())).containsOnly(403);
        assertThat(changed.body()).contains("config_owned", view.get("place").text());
        assertThat(named.statusCode()).isEqualTo(409);
    }

    @Test
    @Tag("NOKEY")
    void neverShowsASecretAgainAndNeverTakesItToAnotherAddress() {
        String config = "\"type\":\"webhook\",\"enabled\":false,\"config\":{\"url\":\"%s\",\"api_key\":\"%s\"}";
        HttpResponse<String> made =
                root.post(RULES, rule("hook", "input", config.formatted("https://a.example.org", CANARY)));
        String path = RULES + "/" + Json.parse(made.body()).get("id").text();
        HttpResponse<String> kept =
                root.send("PUT", path, rule("hook 2", "input", config.formatted("https://a.example.org", "****")));
        HttpResponse<String> moved =
                root.send("PUT", path, rule("hook 2", "input", config.formatted("https://b.example.org", "****")));
        HttpResponse<String> starred =
                root.post(RULES, rule("hook 3", "input", config.formatted("https://a.example.org", "****")));
        String dump = String.join(
                "\n", root.get(RULES).body(), root.get("/admin/api/events").body());
        root.send("DELETE", path, "");

        assertThat(List.of(made.statusCode(), kept.statusCode())).containsExactly(201, 200);
        assertThat(List.of(moved.statusCode(), starred.statusCode())).containsOnly(400);
        assertThat(dump).contains("****").doesNotContain(CANARY);
    }

    @Test
    @Tag("O21")
    void refusesCallsWhileItCannotBeSetUpAnyMore() {
        String id = added(rule("sealed", "input", "\"type\":\"pii\""));
        first.database().execute("update guardrail_rule set config = 'lost' where id = '" + id + "'");
        String other = added(rule("another", "input", "\"type\":\"pii\",\"enabled\":false"));
        HttpResponse<String> heard = ask(here, "hi");
        Json view = root.read(RULES + "/" + id);
        root.send("DELETE", RULES + "/" + id, "");
        root.send("DELETE", RULES + "/" + other, "");

        assertThat(heard.statusCode()).isEqualTo(503);
        assertThat(heard.body()).contains("guardrail_unavailable").doesNotContain("sealed");
        assertThat(view.get("problem").text()).isEqualTo("this is no sealed text");
        assertThat(ask(here, "hi").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(root.post(RULES, rule("x", "input", "\"type\":\"no such\"")).body())
                .contains("no such");
        assertThat(root.post(RULES, rule("x", "input", "\"type\":\"pii\",\"config\":{\"kinds\":[\"nose\"]}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(root.post(RULES, rule("x", "input", "\"type\":\"pii\",\"priority\":5000"))
                        .body())
                .contains("priority is 0 to 1000");
        assertThat(root.post(RULES, rule("x", "input", "\"type\":\"pii\",\"config\":{\"knids\":[]}"))
                        .body())
                .contains("config.knids");
    }

    private String added(String body) {
        return Json.parse(root.post(RULES, body).body()).get("id").text();
    }

    private static String rule(String name, String layer, String rest) {
        return "{\"name\":\"" + name + "\",\"layer\":\"" + layer + "\"," + rest + "}";
    }

    /// What the model was asked.
    private String heard(Passerby client, String text) {
        upstream.forget();
        upstream.always(Script.json(200, ChatWords.answer("fine")));
        ask(client, text);
        return upstream.requests().getLast().text();
    }

    private static HttpResponse<String> ask(Passerby client, String text) {
        return client.post(
                "/v1/chat/completions",
                ChatWords.question("chat").replace("hello", text),
                "authorization",
                "Bearer " + GatewayHarness.KEY);
    }

    private static String content(Json answer) {
        return answer.path("choices.0.message.content").text();
    }
}
