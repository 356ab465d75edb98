package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The commands of docs/production.md that stop something now: given to one instance, they hold on the other,
/// too, and each has one that takes it back.
@TestInstance(Lifecycle.PER_CLASS)
final class EmergencyStopTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("hi")));
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .alias("other", "one/n");
    }

    @AfterAll
    void close() {
        there.close();
        here.close();
        upstream.close();
    }

    @Test
    void stopsAKeyAndRevokesIt() {
        Json made = issued("default");
        String key = made.get("api_key").text();
        String id = made.path("key.id").text();

        assertDone("key", "disable", id);
        assertSoon(key, "chat", 401);
        assertDone("key", "enable", id);
        assertSoon(key, "chat", 200);
        assertDone("key", "revoke", id);
        assertSoon(key, "chat", 401);
        assertDone("key", "restore", id);
        assertSoon(key, "chat", 200);
    }

    @Test
    void stopsATenantWithAllItsKeys() {
        assertDone("tenant", "create", "Finance");
        String id = Json.parse(
                        run("tenant", "list", "--search", "Finance", "--json").output())
                .path("data.0.id")
                .text();
        String key = issued(id).get("api_key").text();

        assertDone("tenant", "suspend", id);
        assertSoon(key, "chat", 403);
        assertDone("tenant", "activate", id);
        assertSoon(key, "chat", 200);
    }

    @Test
    void stopsAPerson() {
        run("user", "add", "eve@example.org");

        Ended suspended = run("user", "suspend", "eve@example.org");
        Ended active = run("user", "activate", "EVE@example.org");

        assertThat(suspended).isEqualTo(new Ended(0, "eve@example.org is suspended\n"));
        assertThat(active).isEqualTo(new Ended(0, "eve@example.org is active\n"));
    }

    @Test
    void stopsAModelAndItsBackend() {
        assertDone("backend", "disable", "one", "--model", "m", "--reason", "leaks");
        assertSoon(GatewayHarness.KEY, "chat", 404);
        assertSoon(GatewayHarness.KEY, "other", 200);
        assertDone("backend", "disable", "one", "--reason", "leaks");
        assertSoon(GatewayHarness.KEY, "other", 404);
        assertDone("backend", "enable", "one");
        assertSoon(GatewayHarness.KEY, "other", 200);
        assertDone("backend", "enable", "one", "--model", "m");
        assertSoon(GatewayHarness.KEY, "chat", 200);
    }

    private Json issued(String tenant) {
        String body = "{\"display_name\":\"any\",\"tenant\":\"" + tenant
                + "\",\"allowed_models\":[\"*\"],\"allowed_operations\":[\"chat\"]}";
        try (Passerby operator = new Passerby(here.url())) {
            return Json.parse(
                    operator.post("/admin/api/keys", body, "authorization", "Bearer " + GatewayHarness.ADMIN_KEY)
                            .body());
        }
    }

    private void assertDone(String... words) {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.output()).isZero();
    }

    private Ended run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--base-url", here.url().toString(), "--admin-key", GatewayHarness.ADMIN_KEY));
        return Commands.run(Map.of(), line.toArray(String[]::new));
    }

    private void assertSoon(String key, String model, int status) {
        assertThat(Await.answer(() -> status(key, model), heard -> heard == status))
                .as(model)
                .isEqualTo(status);
    }

    private int status(String key, String model) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + key);
        try (SseClient answer =
                SseClient.post(there.url().resolve("/v1/chat/completions"), headers, ChatWords.question(model))) {
            return answer.status();
        }
    }
}
