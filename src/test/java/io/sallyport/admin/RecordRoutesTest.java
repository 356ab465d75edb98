package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.Catalogs;
import io.sallyport.catalog.ModelAliases;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.Prices;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Principal;
import io.sallyport.journal.RequestLog;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RecordRoutesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:30:00Z"), ZoneOffset.UTC);
    private static final String ID = "019aa5f0-0000-7000-8000-000000000001";
    private static final String MODEL =
            "{\"alias\":\"team/chat\",\"deployments\":[{\"backend\":\"openai\",\"model\":\"gpt-4o\"}]}";

    private final TestDatabase database = TestDatabase.migrated();
    private final RequestLog log = new RequestLog(database.database());
    private final UsageSummary usage = new UsageSummary(database.database());
    private final Catalogs catalogs = new Catalogs(database.database(), Prices.bundled());
    private final List<JsonRoute> routes = Stream.of(
                    new RequestRoutes(log).list(),
                    new LogRoutes(log).list(),
                    new UsageRoutes(usage, CLOCK).list(),
                    new AuditRoutes(log, usage, () -> true, CLOCK).list(),
                    new ModelRoutes(
                                    new ModelAliases(database.database(), catalogs, CLOCK),
                                    backend -> backend.equals("openai"))
                            .list(),
                    new PriceRoutes(new PriceList(database.database(), catalogs, CLOCK)).list())
            .flatMap(List::stream)
            .toList();

    @BeforeEach
    void writeACall() {
        database.execute("select request_day_open('request_log', '2026-11-21'),"
                + " request_day_open('usage_record', '2026-11-21')");
        database.execute("""
                insert into request_log (id, started_at, key_id, principal, method, path, operation, dialect, model,
                  streamed, attempts, status, code, success, total_us, own_us, bytes_in, bytes_out, remote_address)
                values (request_id_floor('2026-11-21T12:00:00Z'), '2026-11-21T12:00:00Z', 'k1', 'ada', 'POST',
                  '/v1/chat/completions', 'chat', 'openai', 'chat', false, 0, 429, 'rate_limited', false, 5000, 80,
                  10, 20, '192.0.2.9')
                """);
        database.execute("""
                insert into usage_record (request_id, started_at, tenant_id, project_id, key_id, user_id, principal,
                  operation, alias, backend, upstream_model, success, input_tokens, cached_input_tokens,
                  cache_write_tokens, output_tokens, reasoning_tokens, source, cost_pico_usd, total_us)
                values (request_id_floor('2026-11-21T12:00:00Z'), '2026-11-21T12:00:00Z', 't', 'p', 'k1', '', 'ada',
                  'chat', 'chat', 'openai', 'gpt-4o', false, 7, 0, 0, 3, 0, 'reported', 1500000, 5000)
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void listsAndShowsCalls() {
        Json page = get("/admin/api/requests", Map.of("status", "429", "success", "false", "key", "k1"), Map.of());
        Json none = get("/admin/api/requests", Map.of("from", "2026-11-21T13:00:00+01:00", "model", "x"), Map.of());
        String id = page.path("data.0.id").text();
        Json one = get("/admin/api/requests/{id}", Map.of(), Map.of("id", id));

        assertThat(page.path("data.0.cost_usd").text()).isEqualTo("0.0000015");
        assertThat(none.get("data").size()).isZero();
        assertThat(one.path("request.input_tokens").asLong()).isEqualTo(7);
        assertThatThrownBy(() -> get("/admin/api/requests/{id}", Map.of(), Map.of("id", ID)))
                .hasMessage("not_found");
    }

    @Test
    void refusesFiltersThatSayNothing() {
        for (Map<String, String> query : List.of(
                Map.of("from", "yesterday"),
                Map.of("success", "maybe"),
                Map.of("status", "4xx"),
                Map.of("cursor", "1"),
                Map.of("limit", "1001"))) {
            assertThatThrownBy(() -> get("/admin/api/requests", query, Map.of()))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal()).isInstanceOf(BadRequest.class));
        }
    }

    @Test
    @Tag("PG11")
    void answersTheOlderDashboardInItsOwnShape() {
        Json page = get("/api/request-logs", Map.of(), Map.of());

        assertThat(page.get("page").asLong()).isEqualTo(1);
        assertThat(page.get("limit").asLong()).isEqualTo(25);
        assertThat(page.get("total").asLong()).isEqualTo(1);
        assertThat(page.path("rows.0.status_code").asLong()).isEqualTo(429);
        assertThat(page.path("rows.0.latency_ms").asLong()).isEqualTo(5);
        assertThatThrownBy(() -> get("/api/request-logs", Map.of("limit", "201"), Map.of()))
                .hasMessage("invalid_value");
    }

    @Test
    @Tag("AU15")
    @Tag("AU8")
    @Tag("AU14")
    void answersTheAuditUnlessItIsOff() {
        Json requests = get("/v1/admin/audit/requests", Map.of("principal_ref", "ada"), Map.of());
        Json summary = get("/v1/admin/audit/summary", Map.of(), Map.of());
        List<JsonRoute> off = new AuditRoutes(log, usage, () -> false, CLOCK).list();

        assertThat(requests.path("data.0.error_category").text()).isEqualTo("rate_limited");
        assertThat(summary.path("data.0.calls").asLong()).isEqualTo(1);
        assertThatThrownBy(() -> off.getFirst().work().answer(call(Map.of(), Map.of()), Optional.empty()))
                .hasMessage("audit_disabled");
    }

    @Test
    @Tag("US7")
    void sumsUpUsage() {
        Json report = get("/admin/api/usage", Map.of("by", "key"), Map.of());

        assertThat(report.path("total.errors").asLong()).isEqualTo(1);
        assertThat(report.path("groups.0.name").text()).isEqualTo("k1");
        assertThat(report.path("groups.0.cost_usd").text()).isEqualTo("0.0000015");
        assertThat(get("/admin/api/usage", Map.of("by", "hour"), Map.of())
                        .path("groups.0.name")
                        .text())
                .isEqualTo("2026-11-21T12:00:00Z");
        assertThatThrownBy(
                        () -> get("/admin/api/usage", Map.of("by", "hour", "from", "2025-01-01T00:00:00Z"), Map.of()))
                .hasMessage("period_too_long");
        assertThatThrownBy(() -> get("/admin/api/usage", Map.of("by", "moon"), Map.of()))
                .hasMessage("invalid_value");
    }

    @Test
    @Tag("AP15")
    void changesAliasesAtOnce() {
        send("POST", "/admin/api/models", MODEL, Map.of());
        boolean served = catalogs.current().find("team/chat").isPresent();
        Json shown = get("/admin/api/models/{alias...}", Map.of(), Map.of("alias", "team/chat"));
        run("DELETE", "/admin/api/models/{alias...}", Map.of(), Map.of("alias", "team/chat"));

        assertThat(served).isTrue();
        assertThat(shown.path("deployments.0.weight").asLong()).isEqualTo(100);
        assertThat(catalogs.current().find("team/chat")).isEmpty();
    }

    @Test
    void refusesAliasesThatCannotServe() {
        assertThatThrownBy(() -> send("POST", "/admin/api/models", MODEL.replace("openai", "nowhere"), Map.of()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).asString().contains("no backend 'nowhere'"));
        assertThatThrownBy(() -> send("POST", "/admin/api/models", MODEL.replace("team/chat", "a b"), Map.of()))
                .hasMessage("invalid_value");
        assertThatThrownBy(() -> send(
                        "POST",
                        "/admin/api/models",
                        MODEL.replace("\"alias\"", "\"price\":{\"price_unit\":\"per_1m\",\"input\":-1},\"alias\""),
                        Map.of()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).asString().contains("price.input: must be zero"));
        assertThatThrownBy(() -> send("PUT", "/admin/api/models/{alias...}", MODEL, Map.of("alias", "another")))
                .hasMessage("invalid_value");
    }

    @Test
    @Tag("US4")
    void setsAndTakesBackPrices() {
        Map<String, String> model = Map.of("kind", "openai", "model", "gpt-4o");
        String price = "{\"kind\":\"openai\",\"model\":\"gpt-4o\","
                + "\"price\":{\"price_unit\":\"per_1k\",\"input\":\"0.5\",\"output\":\"1\"}}";

        send("PUT", "/admin/api/prices", price, Map.of());
        Json listed = get("/admin/api/prices", Map.of("kind", "openai"), Map.of());
        run("DELETE", "/admin/api/prices/{kind}/{model...}", Map.of(), model);
        Json history = get("/admin/api/prices/{kind}/{model...}", Map.of(), model);

        assertThat(listed.get("data").elements())
                .anyMatch(line -> line.get("model").text().equals("gpt-4o")
                        && line.get("source").text().equals("admin")
                        && line.path("price.input").text().equals("500"));
        assertThat(history.get("data").size()).isEqualTo(1);
        assertThatThrownBy(() -> send("PUT", "/admin/api/prices", price.replace("0.5", "0,5"), Map.of()))
                .hasMessage("invalid_value");
    }

    private Json get(String path, Map<String, String> query, Map<String, String> pathParams) {
        return run("GET", path, query, pathParams);
    }

    private Json run(String method, String path, Map<String, String> query, Map<String, String> pathParams) {
        return JsonCodec.write(route(method, path).work().answer(call(query, pathParams), Optional.empty()));
    }

    private Json send(String method, String path, String body, Map<String, String> pathParams) {
        JsonRoute route = route(method, path);
        Object record = JsonCodec.read(Json.parse(body), route.takes().orElseThrow());
        return JsonCodec.write(route.work().answer(call(Map.of(), pathParams), Optional.of(record)));
    }

    private JsonRoute route(String method, String path) {
        return routes.stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static JsonCall call(Map<String, String> query, Map<String, String> pathParams) {
        return new JsonCall(new FakeRequest(query, pathParams), Principal.NOBODY);
    }
}
