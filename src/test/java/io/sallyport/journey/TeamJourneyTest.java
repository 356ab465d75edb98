package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A team that shares aliases with routes for its kinds of work, budgets and guards.
@TestInstance(Lifecycle.PER_CLASS)
final class TeamJourneyTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ALICE = "sk-webalice.the-secret-of-web-alice-0123456789";

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .restless()
            .pricedByThousands()
            .alias("coding-default", "one/m", "two/m")
            .alias("bulk", "two/m", "one/m")
            .section(
                    "routing",
                    Json.object()
                            .put(
                                    "rules",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("name", "bulk work")
                                                    .put("when", Json.object().put("workload", "bulk"))
                                                    .put("use", "bulk"))))
            .section("bootstrap", bootstrap())
            .section("guardrails", guards())
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Passerby client = new Passerby(gateway.url());

    private static JsonObject bootstrap() {
        return Json.object()
                .put("tenants", Json.array().add(Json.object().put("name", "acme")))
                .put(
                        "api_keys",
                        Json.array()
                                .add(Json.object()
                                        .put("prefix", "webalice")
                                        .put("secret", "the-secret-of-web-alice-0123456789")
                                        .put("tenant", "acme")))
                .put(
                        "tenant_limits",
                        Json.array().add(Json.object().put("tenant", "acme").put("requests_per_minute", 600)))
                .put(
                        "tenant_budgets",
                        Json.array()
                                .add(Json.object()
                                        .put("tenant", "acme")
                                        .put("budget_usd", 150)
                                        .put("refresh_schedule", "weekly")));
    }

    private static JsonObject guards() {
        JsonArray members = Json.array()
                .add(Json.object().put("name", "personal data").put("type", "pii"))
                .add(Json.object().put("name", "takeover").put("type", "prompt_injection"));
        return Json.object().put("input_guardrails", members);
    }

    @AfterEach
    void forget() {
        house.forget();
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
        house.close();
    }

    @Test
    @Tag("H1")
    void findsEverythingThatWasSetUp() {
        String tenant =
                root.read("/admin/api/tenants?search=acme").path("data.0.id").text();
        int project = root.post("/api/tenants/" + tenant + "/projects", "{\"name\":\"web\"}")
                .statusCode();
        for (String group : List.of("dev", "ops")) {
            root.post("/admin/api/groups", "{\"tenant\":\"" + tenant + "\",\"name\":\"" + group + "\"}");
        }

        assertThat(project).isEqualTo(201);
        assertThat(root.read("/admin/api/groups?tenant=" + tenant).toString()).contains("dev", "ops");
        assertThat(root.read("/admin/api/models").get("data").elements())
                .extracting(model -> model.get("deployments").size())
                .containsExactly(2, 2);
        assertThat(root.read("/admin/api/limits").toString()).contains("\"600\"", "\"150\"", "week");
        assertThat(root.read("/admin/api/guardrails").toString()).contains("personal data", "takeover");
        assertThat(root.read("/admin/api/prices").toString()).contains("openai_compatible");
    }

    @Test
    @Tag("H2")
    void sendsWorkWhereItsKindBelongs() {
        HttpResponse<String> untagged = ask();
        HttpResponse<String> tagged = ask("workload", "bulk");

        assertThat(backend(untagged)).isEqualTo("one");
        assertThat(backend(tagged)).isEqualTo("two");
    }

    @Test
    @Tag("H3")
    void reachesAnotherModelWithoutAChangeOfTheClient() {
        root.send(
                "PUT",
                "/admin/api/models/bulk",
                "{\"alias\":\"bulk\",\"deployments\":[{\"backend\":\"three\",\"model\":\"swapped\"}]}");

        HttpResponse<String> answer = ask("workload", "bulk");

        assertThat(backend(answer)).isEqualTo("three");
        assertThat(house.three.requests().getLast().text()).contains("\"swapped\"");
        root.send("DELETE", "/admin/api/models/bulk", "");
        assertThat(backend(ask("workload", "bulk"))).isEqualTo("two");
    }

    @Test
    @Tag("H4")
    void isAnsweredByTheSecondProviderWhenTheFirstIsDown() {
        house.one.always(Script.json(503, "{\"error\":{\"message\":\"down\"}}"));

        HttpResponse<String> answer = ask();

        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(backend(answer)).isEqualTo("two");
        assertThat(Installation.rows(
                        gateway.database(),
                        "select backend, status, code <> '' from attempt where request_id = '" + id
                                + "' order by position",
                        2))
                .containsExactly(List.of("one", "503", "t"), List.of("two", "200", "f"));
    }

    @Test
    @Tag("H5")
    void takesTheKeyInEitherHeader() {
        String body = body();

        List<Integer> statuses = List.of(
                client.post(CHAT, body, "authorization", "Bearer " + ALICE).statusCode(),
                client.post(CHAT, body, "x-api-key", ALICE).statusCode(),
                client.post(CHAT, body, "x-api-key", ALICE + "0").statusCode());

        assertThat(statuses).containsExactly(200, 200, 401);
    }

    private HttpResponse<String> ask(String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "authorization";
        all[1] = "Bearer " + ALICE;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return client.post(CHAT, body(), all);
    }

    private static String body() {
        return "{\"model\":\"coding-default\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private static String backend(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-sallyport-backend").orElse(answer.body());
    }
}
