package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The terms people accept before they get a key, on two instances that share a database.
@TestInstance(Lifecycle.PER_CLASS)
final class TermsTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    private final GatewayHarness here = setup("Be kind.").start();
    private final GatewayHarness there = setup("Be kind.").startBeside(here);
    private final Person ada = Person.in(here, "ada@example.org", "labs");
    private final Person bob = Person.in(here, "bob@example.org", "sales");
    private final Person operator = Person.operator(here, "root@example.org");

    private static GatewayHarness.Setup setup(String rules) {
        return GatewayHarness.with()
                .backend("one", NOBODY)
                .element("policies", Json.object().put("name", "House rules").put("content", rules))
                .element("backend_profiles", configured());
    }

    private static JsonObject configured() {
        return Json.object()
                .put("name", "Labs")
                .put("oidc_groups", Json.array().add("labs"))
                .put("backends", Json.array().add("one"))
                .put("policy_names", Json.array().add("House rules"));
    }

    @AfterAll
    void closes() {
        there.close();
        here.close();
    }

    @Test
    @Tag("ID4")
    @Tag("PO12")
    void showsTheBackendProfilesOfTheFileToTheirGroupsOnEveryInstance() {
        Json hers = only(ada.at(there).read("/api/profiles"), "Labs");

        assertThat(hers.path("policies").elements().getFirst().get("state").text())
                .isEqualTo("pending");
        assertThat(names(bob.read("/api/profiles"))).doesNotContain("Labs");
        assertThat(bob.get("/api/policies/" + policyOf(hers)).statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("PO12")
    @Tag("PO16")
    void refusesOperatorsToChangeWhatTheFileOwns() {
        Json policy = only(operator.read("/admin/api/policies"), "House rules");
        Json profile = only(operator.read("/admin/api/profiles"), "Labs");

        HttpResponse<String> edited = operator.send(
                "PUT",
                "/admin/api/policies/" + policy.get("id").text(),
                "{\"name\":\"House rules\",\"content\":\"Be rude.\"}");
        HttpResponse<String> removed = operator.send(
                "DELETE", "/admin/api/profiles/" + profile.get("id").text(), "");

        assertThat(List.of(edited.statusCode(), removed.statusCode())).containsExactly(403, 403);
        assertThat(code(edited)).isEqualTo("config_owned");
        assertThat(policy.get("source").text()).isEqualTo("config");
        assertThat(removed.body()).contains("sallyport.yaml:1");
    }

    @Test
    @Tag("PO20")
    @Tag("PO22")
    @Tag("PO24")
    @Tag("PO25")
    @Tag("PO29")
    void walksAUserThroughTwoVersionsOfAPolicy() {
        String policy = made(
                "/admin/api/policies",
                "{\"name\":\"Strict\",\"content\":\"First.\",\"enforce_reacceptance\":true}",
                "policy");
        String profile = made("/admin/api/profiles", profile("Two terms", policy), "");
        String other = made("/admin/api/profiles", profile("Other terms", policy), "");

        HttpResponse<String> accepted = accept(profile, policy, 1);
        operator.send(
                "PUT",
                "/admin/api/policies/" + policy,
                "{\"name\":\"Strict\",\"content\":\"Second.\",\"enforce_reacceptance\":true}");
        Json changed = ada.at(there).read("/api/policies/" + policy);
        HttpResponse<String> outdated = accept(profile, policy, 1);
        HttpResponse<String> again = accept(profile, policy, 2);

        assertThat(Json.parse(accepted.body()).get("ready").bool()).isTrue();
        assertThat(changed.path("current.content").text()).isEqualTo("Second.");
        assertThat(changed.get("accepted").elements())
                .extracting(text -> text.get("content").text())
                .containsExactly("First.");
        assertThat(changed.get("under").elements())
                .allSatisfy(
                        under -> assertThat(under.path("policy.state").text()).isEqualTo("pending"));
        assertThat(outdated.statusCode()).isEqualTo(409);
        assertThat(code(outdated)).isEqualTo("policy_changed");
        assertThat(Json.parse(again.body()).get("ready").bool()).isTrue();
        assertThat(only(ada.read("/api/profiles"), "Other terms").get("ready").bool())
                .isFalse();
        assertThat(versions(ada.read("/api/acceptances"), profile)).containsExactly(2L, 1L);
        assertThat(versions(operator.read("/admin/api/acceptances?search=ada&profile=" + profile), profile))
                .containsExactly(2L, 1L);
        assertThat(versions(operator.read("/admin/api/acceptances?profile=" + other), other))
                .isEmpty();
        assertThat(operator.read("/admin/api/policies/" + policy + "/versions")
                        .get("data")
                        .elements())
                .hasSize(2);
    }

    @Test
    @Tag("PO18")
    @Tag("PO27")
    @Tag("C43")
    void makesAVersionOfAChangedFileThatNobodyIsAskedFor() {
        try (GatewayHarness before = setup("Be kind.").start()) {
            Person eve = Person.in(before, "eve@example.org", "labs");
            Json labs = only(eve.read("/api/profiles"), "Labs");
            accept(eve, labs.get("id").text(), policyOf(labs), 1);

            try (GatewayHarness after = setup("Be very kind.").startBeside(before)) {
                Json changed = only(eve.at(after).read("/api/profiles"), "Labs");

                assertThat(changed.path("policies.0.version").asLong()).isEqualTo(2);
                assertThat(changed.path("policies.0.accepted_version").asLong()).isEqualTo(1);
                assertThat(changed.get("ready").bool()).isTrue();
            }
        }
    }

    @Test
    @Tag("PR10")
    void hidesWhatLeftTheFile() {
        try (GatewayHarness before = setup("Be kind.").start();
                GatewayHarness after =
                        GatewayHarness.with().backend("one", NOBODY).startBeside(before)) {
            Person eve = Person.in(after, "eve@example.org", "labs");

            assertThat(names(eve.read("/api/profiles"))).isEmpty();
        }
    }

    @Test
    @Tag("AP18")
    @Tag("J01")
    void keepsTheTermsOfOperatorsFromEverybodyElse() {
        assertThat(ada.get("/admin/api/policies").statusCode()).isEqualTo(403);
        assertThat(ada.get("/admin/api/acceptances").statusCode()).isEqualTo(403);
        assertThat(ada.post("/admin/api/profiles", profile("Mine")).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Tag("J01")
    void letsNoKeySpeakForItsOwner() throws IOException, InterruptedException {
        HttpResponse<String> issued = operator.post(
                "/admin/api/keys",
                Json.object()
                        .put("display_name", "Of Ada")
                        .put("principal_type", "user")
                        .put("principal_ref", ada.user().id().value())
                        .toJson()
                        .toString());
        String key = Json.parse(issued.body()).get("api_key").text();

        HttpResponse<String> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(
                    HttpRequest.newBuilder(here.url().resolve("/api/profiles"))
                            .header("authorization", "Bearer " + key)
                            .build(),
                    BodyHandlers.ofString());
        }

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("invalid_api_key");
    }

    @Test
    @Tag("PR10")
    void refusesWhatIsWrongInABackendProfile() {
        HttpResponse<String> unknown =
                operator.post("/admin/api/profiles", "{\"name\":\"Wrong\",\"backends\":[\"nine\"]}");
        HttpResponse<String> taken = operator.post("/admin/api/profiles", profile("Labs"));
        HttpResponse<String> endless =
                operator.post("/admin/api/profiles", "{\"name\":\"Wrong\",\"backends\":[],\"enforce_expiry\":true}");

        assertThat(List.of(unknown.statusCode(), taken.statusCode(), endless.statusCode()))
                .containsExactly(400, 409, 400);
        assertThat(endless.body()).contains("enforce_expiry needs default_expiry_days");
    }

    private HttpResponse<String> accept(String profile, String policy, int version) {
        return accept(ada, profile, policy, version);
    }

    private static HttpResponse<String> accept(Person who, String profile, String policy, int version) {
        return who.post(
                "/api/profiles/" + profile + "/accept",
                Json.object()
                        .put("policy", policy)
                        .put("version", version)
                        .toJson()
                        .toString());
    }

    /// @param below the member of the answer that has the id; empty for the answer itself
    private String made(String path, String body, String below) {
        HttpResponse<String> answer = operator.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.parse(answer.body())
                .path(below.isEmpty() ? "id" : below + ".id")
                .text();
    }

    private static String profile(String name, String... policies) {
        var ids = Json.array();
        List.of(policies).forEach(ids::add);
        return Json.object()
                .put("name", name)
                .put("backends", Json.array().add("one"))
                .put("policies", ids)
                .toJson()
                .toString();
    }

    private static Json only(Json page, String name) {
        return page.get("data").elements().stream()
                .filter(element -> element.get("name").text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Json page) {
        return page.get("data").elements().stream()
                .map(element -> element.get("name").text())
                .toList();
    }

    private static String policyOf(Json profile) {
        return profile.get("policies").elements().getFirst().get("id").text();
    }

    private static List<Long> versions(Json page, String profile) {
        return page.get("data").elements().stream()
                .filter(one -> one.get("profile").text().equals(profile))
                .map(one -> one.get("version").asLong())
                .toList();
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.code").text();
    }
}
