package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Employee;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From an empty installation to a governed key, and to its end: two instances, one database, a real identity
/// provider.
///
/// What is kept of the calls is read from the request log.
@Tag("G")
final class GovernedKeyJourneyTest {
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"an answer to remember"}}],
             "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private static final String KEPT = """
            select l.user_id, l.key_id, l.model, l.backend, u.input_tokens, u.output_tokens,
              coalesce(l.end_user_email, ''), coalesce(c.response_body, '')
            from request_log l join usage_record u on u.request_id = l.id
              left join request_content c on c.request_id = l.id
            order by l.id
            """;

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GovernedCompany company = new GovernedCompany(upstream);
    private final TestDatabase database = company.database();
    private final Employee ada = new Employee();
    private final Employee bob = new Employee();
    private final Employee root = new Employee();
    private final Installation here = company.open("Be kind.");
    private Installation there = company.open("Be kind.");

    private String filePolicy = "";
    private String filePolicyProfile = "";
    private String strictPolicy = "";
    private String governed = "";
    private String keyId = "";
    private String key = "";

    @AfterEach
    void close() {
        List.of(ada, bob, root).forEach(Employee::close);
        there.close();
        here.close();
        company.close();
        upstream.close();
    }

    @Test
    void takesAnEmployeeFromAnEmptyInstallationToAGovernedKeyAndToItsEnd() throws IOException {
        startsTwoInstancesOnOneSchema();
        letsInWhoeverHasTheGroup();
        showsEverybodyTheirOwn();
        showsOperatorsHowItDoes();
        keepsWhatTheFileOwns();
        addsWhatTheOperatorSays();
        givesAKeyOnlyForAcceptedPolicies();
        givesAKeyWithinItsRules();
        showsTheBackendItsOwnCredential();
        remembersCallsAsTheBackendProfilesAllow();
        asksAgainForAChangedPolicy();
        takesOverAChangedFileWithoutAsking();
        revokesAndRestoresOnEveryInstance();
    }

    /// Step 1.
    private void startsTwoInstancesOnOneSchema() throws IOException {
        try (Stream<Path> steps = Files.list(Path.of("migrations/versions"))) {
            String all = Long.toString(steps.count());
            assertThat(database.rows("select count(*), count(distinct id) from changelog"))
                    .containsExactly(List.of(all, all));
        }
        assertThat(Stream.of(here.url(), there.url(), here.metricsUrl(), there.metricsUrl())
                        .map(url -> ada.get(url, "/health").statusCode()))
                .containsOnly(200);
    }

    /// Step 2.
    private void letsInWhoeverHasTheGroup() {
        HttpResponse<String> asked = ada.get(here.url(), "/");
        company.says("carol", "visitors");
        try (Employee carol = new Employee()) {
            assertThat(carol.signIn(here.url()).statusCode()).isEqualTo(403);
            assertThat(carol.get(here.url(), "/api/me").statusCode()).isEqualTo(401);
        }

        assertThat(Employee.location(asked).toString()).startsWith("/login");
        signIn(ada, "ada", "gasket-users");
        signIn(bob, "bob", "gasket-users");
        signIn(root, "root", "gasket-users", "gasket-admins");
    }

    private void signIn(Employee who, String subject, String... groups) {
        company.says(subject, groups);
        assertThat(who.signIn(here.url()).statusCode()).isEqualTo(303);
    }

    /// Step 3.
    private void showsEverybodyTheirOwn() {
        Json profiles = ada.read(there.url(), "/api/profiles").get("data");

        assertThat(profiles.elements()).singleElement().satisfies(profile -> {
            assertThat(profile.get("name").text()).isEqualTo("Employees");
            filePolicyProfile = profile.get("id").text();
            filePolicy = profile.path("policies.0.id").text();
        });
    }

    /// Step 4.
    private void showsOperatorsHowItDoes() {
        Json components = root.read(there.url(), "/admin/api/status").get("components");

        assertThat(ada.get(here.url(), "/admin/status").statusCode()).isEqualTo(403);
        assertThat(ada.get(here.url(), "/admin/api/keys").statusCode()).isEqualTo(403);
        assertThat(root.get(there.url(), "/admin/status").statusCode()).isEqualTo(200);
        assertThat(components.elements())
                .extracting(component -> component.get("kind").text())
                .contains("postgresql", "oidc", "backend");
    }

    /// Step 5, the first half.
    private void keepsWhatTheFileOwns() {
        String policy = "{\"name\":\"House rules\",\"content\":\"Be rude.\"}";
        String profile = "{\"name\":\"Employees\",\"backends\":[\"first\"]}";
        String backend = only(root.read(here.url(), "/admin/api/backends"), "first")
                .get("id")
                .text();

        assertThat(List.of(
                        root.send(here.url(), "PUT", "/admin/api/policies/" + filePolicy, policy),
                        root.send(here.url(), "PUT", "/admin/api/profiles/" + filePolicyProfile, profile),
                        root.send(here.url(), "PATCH", "/admin/api/backends/" + backend, "{\"enabled\":false}")))
                .allSatisfy(refused -> {
                    assertThat(refused.statusCode()).isEqualTo(403);
                    assertThat(refused.body()).contains("config_owned");
                });
        assertThat(only(root.read(here.url(), "/admin/api/profiles"), "Employees")
                        .get("read_only")
                        .bool())
                .isTrue();
    }

    /// Step 5, the second half.
    private void addsWhatTheOperatorSays() {
        HttpResponse<String> backend = root.post(
                here.url(),
                "/admin/api/backends",
                "{\"name\":\"second\",\"kind\":\"openai_compatible\",\"base_url\":\"" + upstream.url()
                        + "\",\"api_key\":\"key-of-the-second\"}");
        strictPolicy = made(root.post(here.url(), "/admin/api/policies", strict("First text.")))
                .path("policy.id")
                .text();
        governed = made(root.post(here.url(), "/admin/api/profiles", """
                        {"name":"Governed","oidc_groups":["gasket-users"],"backends":["first","second"],
                         "policies":["%s","%s"],"content_audit":true,"default_expiry_days":30,"enforce_expiry":true,
                         "max_keys_per_user":2,"openwebui_headers":true,
                         "quotas":[{"per":"key","metric":"tokens","amount":1000,"window_minutes":60}]}
                        """.formatted(filePolicy, strictPolicy)))
                .get("id")
                .text();

        assertThat(backend.statusCode()).isEqualTo(201);
    }

    /// Step 6.
    private void givesAKeyOnlyForAcceptedPolicies() {
        HttpResponse<String> neither = make("early", "");
        accept(filePolicy, 1);
        HttpResponse<String> half = make("early", "");
        accept(strictPolicy, 1);
        Json acceptances = ada.read(there.url(), "/api/acceptances").get("data");
        Json employees = only(ada.read(there.url(), "/api/profiles"), "Employees");

        assertThat(List.of(neither.statusCode(), half.statusCode())).containsExactly(403, 403);
        assertThat(neither.body()).contains("policy_not_accepted", "House rules", "Strict");
        assertThat(half.body()).contains("Strict").doesNotContain("House rules");
        assertThat(acceptances.elements()).hasSize(2).allSatisfy(acceptance -> {
            assertThat(acceptance.toString()).contains("Governed", "\"version\":1");
        });
        assertThat(employees.path("policies.0.state").text()).isEqualTo("pending");
    }

    /// Step 7.
    private void givesAKeyWithinItsRules() {
        HttpResponse<String> late = make("late", ",\"expires_at\":\"" + inDays(60) + "\"");
        Json first = made(make(
                "first", ",\"expires_at\":\"" + inDays(29) + "\",\"openwebui_opt_in\":true,\"continue_opt_in\":true"));
        made(make("second", ""));
        HttpResponse<String> third = make("third", "");
        keyId = first.path("key.id").text();
        key = first.get("api_key").text();
        String mine = "/api/keys/" + keyId;

        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(third.statusCode()).isEqualTo(409);
        assertThat(Json.parse(ada.post(there.url(), mine + "/reveal", "").body())
                        .get("api_key")
                        .text())
                .isEqualTo(key);
        assertThat(ada.read(there.url(), mine).get("openwebui_opt_in").bool()).isTrue();
        assertThat(ada.read(there.url(), mine).get("continue_opt_in").bool()).isTrue();
        assertThat(ada.read(there.url(), mine + "/policies").get("data").elements())
                .hasSize(2);
        assertThat(bob.get(here.url(), mine).statusCode()).isEqualTo(404);
    }

    /// Step 8.
    private void showsTheBackendItsOwnCredential() {
        upstream.forget();
        HttpResponse<String> whole = here.chat(key, "chat", "hello");
        upstream.next(Chunks.saying("word"));
        HttpResponse<String> streamed = there.post(
                "/v1/chat/completions",
                "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                "authorization",
                "Bearer " + key,
                "x-openwebui-user-email",
                "carol@example.org");

        assertThat(whole.body()).isEqualTo(ANSWER);
        assertThat(streamed.body()).contains("word", "[DONE]");
        assertThat(upstream.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.header("authorization")).contains("Bearer key-of-the-backend");
            assertThat(request.headers().toString()).doesNotContain(key);
        });
    }

    /// Step 9, with the request log in the place of OpenSearch.
    private void remembersCallsAsTheBackendProfilesAllow() {
        accept(filePolicyProfile, filePolicy, 1);
        Json plain = made(
                ada.post(here.url(), "/api/keys", "{\"name\":\"plain\",\"profile\":\"" + filePolicyProfile + "\"}"));
        here.chat(plain.get("api_key").text(), "chat", "hello");
        ada.send(here.url(), "PUT", "/api/keys/" + keyId, "{\"openwebui_opt_in\":false}");
        here.post(
                "/v1/chat/completions",
                "{\"model\":\"chat\",\"messages\":[]}",
                "authorization",
                "Bearer " + key,
                "x-openwebui-user-email",
                "carol@example.org");
        String user = ada.read(here.url(), "/api/me").path("user.id").text();
        Installation.rows(database, "select request_id from request_content", 3);
        List<List<String>> kept = Installation.rows(database, KEPT, 4);

        assertThat(kept)
                .hasSize(4)
                .allSatisfy(row -> assertThat(row).startsWith(user).containsSubsequence("chat", "first", "5", "7"));
        assertThat(kept)
                .extracting(row -> row.get(1))
                .containsOnly(keyId, plain.path("key.id").text());
        assertThat(kept).extracting(row -> row.get(6)).containsExactly("", "carol@example.org", "", "");
        assertThat(kept.get(0).get(7)).contains("an answer to remember");
        assertThat(kept.get(1).get(7)).contains("word");
        assertThat(kept.get(2).get(7)).isEmpty();
    }

    /// Step 11, the first half.
    private void asksAgainForAChangedPolicy() {
        ada.post(here.url(), "/api/keys/" + secondKey() + "/revoke", "");
        root.send(there.url(), "PUT", "/admin/api/policies/" + strictPolicy, strict("Second text."));
        Json versions = root.read(here.url(), "/admin/api/policies/" + strictPolicy + "/versions")
                .get("data");

        assertThat(versions.elements())
                .extracting(version -> version.get("content").text())
                .containsExactly("Second text.", "First text.");
        assertThat(here.chat(key, "chat", "hello").statusCode()).isEqualTo(200);
        assertThat(make("again", "").body()).contains("policy_not_accepted");
        assertThat(only(ada.read(there.url(), "/api/profiles"), "Governed")
                        .get("ready")
                        .bool())
                .isFalse();
        accept(strictPolicy, 2);
        assertThat(make("again", "").statusCode()).isEqualTo(201);
    }

    private String secondKey() {
        return only(ada.read(here.url(), "/api/keys"), "second").get("id").text();
    }

    /// Step 11, the second half.
    private void takesOverAChangedFileWithoutAsking() {
        there.close();
        there = company.open("Be very kind.");
        Json employees = only(ada.read(there.url(), "/api/profiles"), "Employees");

        assertThat(employees.path("policies.0.version").asLong()).isEqualTo(2);
        assertThat(employees.get("ready").bool()).isTrue();
        assertThat(ada.post(there.url(), "/api/keys", "{\"name\":\"later\",\"profile\":\"" + filePolicyProfile + "\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    /// Step 12.
    private void revokesAndRestoresOnEveryInstance() {
        assertThat(there.chat(key, "chat", "hello").statusCode()).isEqualTo(200);
        ada.post(here.url(), "/api/keys/" + keyId + "/revoke", "");
        assertThat(eventually(401)).isEqualTo(401);
        root.post(here.url(), "/admin/api/keys/" + keyId + "/restore", "");
        assertThat(eventually(200)).isEqualTo(200);

        ada.post(here.url(), "/api/keys/" + keyId + "/revoke", "");
        database.execute("update api_key set expires_at = now() - interval '1 day' where id = '" + keyId + "'");
        assertThat(root.post(here.url(), "/admin/api/keys/" + keyId + "/restore", "")
                        .statusCode())
                .isEqualTo(409);
    }

    /// What the other instance answers once it has heard of a change.
    private int eventually(int expected) {
        return Await.answer(() -> there.chat(key, "chat", "hello").statusCode(), status -> status == expected);
    }

    private HttpResponse<String> make(String name, String more) {
        return ada.post(
                there.url(), "/api/keys", "{\"name\":\"" + name + "\",\"profile\":\"" + governed + "\"" + more + "}");
    }

    private void accept(String policy, int version) {
        accept(governed, policy, version);
    }

    private void accept(String profile, String policy, int version) {
        HttpResponse<String> accepted = ada.post(
                here.url(),
                "/api/profiles/" + profile + "/accept",
                "{\"policy\":\"" + policy + "\",\"version\":" + version + "}");
        assertThat(accepted.statusCode()).isEqualTo(200);
    }

    private static String strict(String text) {
        return "{\"name\":\"Strict\",\"content\":\"" + text + "\",\"enforce_reacceptance\":true}";
    }

    private static Json made(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.parse(answer.body());
    }

    private static Json only(Json page, String name) {
        return page.get("data").elements().stream()
                .filter(one -> one.get("name").text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }
}
