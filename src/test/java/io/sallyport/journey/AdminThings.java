package io.sallyport.journey;

import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Role;
import io.sallyport.tenant.Tenants;
import io.sallyport.testkit.DescribedRoute;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.SseClient;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Makes what operators' routes are about, each time anew, and what they take.
final class AdminThings {
    /// What operators give and nobody may see again.
    static final String CREDENTIAL = "sk-credential-canary-4711-0815";

    /// What routes take, by their path behind the door; `#` stands for a number, `$` for the thing the path
    /// names, `~` for a member.
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("alerts/test", "{\"webhooks\":[\"http://127.0.0.1:1/hook\"]}"),
            Map.entry("backends", """
                    {"name":"backend-#","kind":"openai_compatible","base_url":"http://127.0.0.1:1/v1",
                     "api_key":"%s"}""".formatted(CREDENTIAL)),
            Map.entry("backends/test", """
                    {"kind":"openai_compatible","base_url":"http://127.0.0.1:1/v1"}"""),
            Map.entry("backends/{}", "{\"labels\":{\"zone\":\"cellar\"},\"api_key\":\"" + CREDENTIAL + "\"}"),
            Map.entry("backends/{}/service", "{\"enabled\":false}"),
            Map.entry("blueprint", "{\"blueprint\":{\"tenants\":[{\"name\":\"Drawn #\"}]}}"),
            Map.entry("blueprint/plan", "{\"blueprint\":{\"tenants\":[]}}"),
            Map.entry("budgets/default", "{\"budget_usd\":#}"),
            Map.entry("explain", "{\"model\":\"chat\"}"),
            Map.entry("groups", "{\"name\":\"group #\"}"),
            Map.entry("groups/{}", "{\"allowed_models\":[\"a\"]}"),
            Map.entry("groups/{}/members", "{\"user\":\"~\"}"),
            Map.entry("guardrails/blocked/{}/decision", "{\"decision\":\"accepted\",\"answer\":\"Go on.\"}"),
            Map.entry("guardrails/rules", """
                    {"name":"rule #","type":"webhook","layer":"input","enabled":false,
                     "config":{"url":"https://guard.example.org","api_key":"%s"}}""".formatted(CREDENTIAL)),
            Map.entry("guardrails/rules/{}", """
                    {"name":"rule #","type":"pii","layer":"output","enabled":false,"except_projects":["$"]}"""),
            Map.entry("guardrails/try", "{\"text\":\"hello\"}"),
            Map.entry("keys", "{\"display_name\":\"key #\"}"),
            Map.entry("keys/{}", "{\"allowed_addresses\":[\"10.0.0.0/8\"]}"),
            Map.entry("limits", "{\"name\":\"limit #\",\"scope\":\"key\",\"metric\":\"requests\",\"amount\":\"5\"}"),
            Map.entry("limits/{}", "{\"name\":\"limit #\",\"scope\":\"key\",\"metric\":\"requests\",\"amount\":\"6\"}"),
            Map.entry("limits/{}/forgive", "{\"subject\":\"any\"}"),
            Map.entry("models", "{\"alias\":\"alias-#\",\"deployments\":[{\"backend\":\"one\",\"model\":\"m\"}]}"),
            Map.entry("models/{}", "{\"alias\":\"$\",\"deployments\":[{\"backend\":\"one\",\"model\":\"n\"}]}"),
            Map.entry("node-keys", "{\"name\":\"node key #\"}"),
            Map.entry("policies", "{\"name\":\"policy #\",\"content\":\"Be kind.\"}"),
            Map.entry("policies/{}", "{\"name\":\"policy #\",\"content\":\"Be kinder.\"}"),
            Map.entry(
                    "prices",
                    "{\"kind\":\"openai_compatible\",\"model\":\"m\",\"price\":{\"price_unit\":\"per_1k\",\"input\":#,\"output\":1}}"),
            Map.entry("profiles", "{\"name\":\"profile #\",\"backends\":[\"one\"]}"),
            Map.entry("profiles/{}", "{\"name\":\"profile #\",\"backends\":[]}"),
            Map.entry("routing/rules/{}", "{\"when\":{\"stream\":true},\"use\":\"chat\",\"position\":#}"),
            Map.entry("settings/rate-limits", "{\"requests_per_minute\":#}"),
            Map.entry("tenants", "{\"name\":\"Tenant #\"}"),
            Map.entry("tenants/{}", "{\"name\":\"Renamed #\"}"),
            Map.entry("tenants/{}/budget", "{\"budget_usd\":#}"),
            Map.entry("api/tenants/{}/invitations", "{\"email\":\"guest#@example.org\",\"role\":\"user\"}"),
            Map.entry("api/tenants/{}/keys", "{\"display_name\":\"key #\"}"),
            Map.entry("api/tenants/{}/limits", """
                    {"scope":"project","subject":"$","metric":"requests","amount":"5","window":"month"}"""),
            Map.entry("api/tenants/{}/limits/{}", "{\"amount\":\"4\"}"),
            Map.entry("api/tenants/{}/members/{}", "{\"role\":\"viewer\"}"),
            Map.entry("tenants/{}/projects", "{\"name\":\"project #\"}"),
            Map.entry("api/tenants/{}/projects", "{\"name\":\"project #\"}"),
            Map.entry("api/tenants/{}/projects/{}", "{\"name\":\"renamed #\",\"allowed_models\":[\"a\"]}"),
            Map.entry("tenants/{}/projects/{}", "{\"allowed_models\":[\"a\"]}"),
            Map.entry("tenants/{}/rate-limits", "{\"requests_per_minute\":#}"),
            Map.entry("usage/imports", """
                    {"form":"csv","provider":"openai","file_name":"bill.csv","digest":"%s","lines":0,"days":[],
                     "problems":[]}""".formatted("0".repeat(64))),
            Map.entry("usage/reratings", """
                    {"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z"}"""),
            Map.entry("users", "{\"email\":\"user#@example.org\"}"));

    private final GatewayHarness gateway;
    private final Person operator;
    private final TenantId tenant;
    private int number;
    private String latest = "";

    /// @param tenant the one that `{tenant}` stands for
    AdminThings(GatewayHarness gateway, Person operator, TenantId tenant) {
        this.gateway = gateway;
        this.operator = operator;
        this.tenant = tenant;
    }

    /// With a tenant of its own.
    static AdminThings of(GatewayHarness gateway, Person operator) {
        Tenants tenants = new Tenants(gateway.database().database(), Clock.systemUTC());
        return new AdminThings(
                gateway,
                operator,
                tenants.create(new DisplayName("Ours"), "admin").id());
    }

    /// A path behind its door, without the names of parameters.
    static String shape(String path) {
        return path.replaceAll("\\{[^}]+}", "{}")
                .replaceFirst("^/(v1/admin/|admin/api/|admin/)?", "")
                .replace("client-keys", "keys");
    }

    /// A path in which things stand that were made for it.
    String path(DescribedRoute described) {
        String path = named(described.path());
        if (described.method().equals("DELETE") && BODIES.containsKey(shape(described.path()))) {
            operator.send("PUT", path, body(shape(described.path())));
        }
        return path;
    }

    private String named(String route) {
        latest = tenant.value();
        StringBuilder path = new StringBuilder();
        StringBuilder pattern = new StringBuilder();
        for (String part : route.substring(1).split("/", -1)) {
            if (part.startsWith("{") && !part.equals("{tenant}")) {
                latest = made(route, shape(pattern.toString()), path.toString());
            }
            pattern.append('/').append(part);
            path.append('/').append(part.startsWith("{") ? latest : part);
        }
        return path.toString();
    }

    /// What a route takes, about the thing that was made last.
    String body(String shape) {
        return Objects.requireNonNull(BODIES.get(shape), "a body for " + shape)
                .replace("~", shape.endsWith("members") ? member() : "")
                .replace("#", Integer.toString(++number))
                .replace("$", latest);
    }

    /// @return what the path calls it
    private String made(String route, String collection, String path) {
        return switch (collection) {
            // What is taken out of service is told by its name.
            case "backends" -> route.endsWith("service") ? "one" : posted(collection, path);
            case "guardrails/blocked" -> "00000000-0000-7000-8000-000000000000";
            case "nodes" -> node();
            case "prices" -> "openai_compatible";
            case "prices/{}" -> {
                operator.send("PUT", "/admin/api/prices", body("prices"));
                yield "m";
            }
            case "routing/rules" -> {
                String name = "rule-" + ++number;
                operator.send("PUT", path + "/" + name, body("routing/rules/{}"));
                yield name;
            }
            case "api/tenants/{}/members" -> member();
            case "groups/{}/members" -> {
                String user = member();
                operator.post(path, "{\"user\":\"" + user + "\"}");
                yield user;
            }
            default -> posted(collection, path);
        };
    }

    private String posted(String collection, String path) {
        return id(Json.parse(operator.post(path, body(collection)).body()));
    }

    private static String id(Json made) {
        return Stream.of("id", "alias", "key.id", "user.id", "policy.id", "invitation.id")
                .map(made::path)
                .filter(Json::isText)
                .findFirst()
                .orElseThrow(() -> new AssertionError(made.toString()))
                .text();
    }

    private String member() {
        Users users = new Users(gateway.database().database(), Clock.systemUTC());
        UserId user = users.addLocal("member" + ++number + "@example.org", "", "admin")
                .id();
        new Memberships(gateway.database().database(), Clock.systemUTC()).grant(tenant, user, Role.USER);
        return user.value();
    }

    /// A machine that has registered.
    private String node() {
        String name = "node-" + ++number;
        Json token = Json.parse(operator.post("/admin/api/node-keys", "{\"name\":\"" + name + "\"}")
                .body());
        String host = "{\"host_id\":\"" + name + "\",\"address\":\"127.0.0.1\",\"services\":[]}";
        Json key = tell("enrol", token.get("token").text(), host);
        tell("register", key.get("node_key").text(), host);
        return name;
    }

    private Json tell(String what, String key, String body) {
        Map<String, String> headers = Map.of("x-sallyport-node-key", key);
        try (SseClient call = SseClient.post(gateway.url().resolve("/v1/nodes/" + what), headers, body)) {
            return Json.parse(call.text());
        }
    }
}
