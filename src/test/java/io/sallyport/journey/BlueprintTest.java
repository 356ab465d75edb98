package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All that operators keep, as one document: exported, planned, applied and brought back by the command line.
@Tag("CL7")
final class BlueprintTest {
    private static final String SECRET = "sk-blueprint-canary-4711-abcdef";

    private static final String COMPANY = """
            tenants:
              - name: Acme
                allowed_models: ["gpt-*"]
            projects:
              - {tenant: Acme, name: Research}
            groups:
              - {tenant: Acme, name: engineers, allowed_models: [chat-large]}
            policies:
              - name: Terms
                content: |
                  Be kind.
                  Pay ${PRICE} in time.
            backends:
              - name: spare
                kind: openai_compatible
                base_url: http://127.0.0.1:1/v1
                api_key: ${SPARE_KEY}
                headers: {X-Team: "${SPARE_KEY}-header"}
                labels: {region: eu}
            models:
              - alias: small
                deployments: [{backend: spare, model: m}]
                routing: {fallbacks: [large]}
              - alias: large
                deployments: [{backend: spare, model: n}]
            rules:
              - {name: bulk, when: {workloads: [bulk]}, use: small}
            prices:
              - {kind: openai_compatible, model: m, price: {price_unit: per_1m, input: 1, output: 2}}
            profiles:
              - {name: Staff, backends: [spare], policies: [Terms]}
            limits:
              - {name: Acme's money, scope: tenant, subject: Acme, metric: cost, amount: 20}
              - {name: Staff's calls, scope: user, backend_profile: Staff, metric: requests, amount: "9", window: minute}
            """.replace("${PRICE}", "$${PRICE}");

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, "{\"data\":[{\"id\":\"m\"}]}"));

    @TempDir
    Path folder;

    private GatewayHarness gateway = start();

    private GatewayHarness start() {
        return GatewayHarness.with()
                .backend("fixed", upstream.url())
                .alias("chat", "fixed/m")
                .start();
    }

    @AfterEach
    void closes() {
        gateway.close();
        upstream.close();
    }

    @Test
    void writesWhatItReadsAndFindsNoDifferenceThen() throws IOException {
        Ended planned = run("plan", written(COMPANY));
        Ended before = run("export");
        Ended applied = run("apply", written(COMPANY));
        Ended exported = run("export");

        assertThat(planned.output())
                .contains("+ tenants: Acme", "+ groups: Acme / engineers", "+ backends: spare", "+ profiles: Staff")
                .contains("+ limits: tenant Acme cost month", "api_key: <kept>", "13 changes.");
        assertThat(before.output()).contains("backends: []", "models: []");
        assertThat(applied.output()).contains("13 changes. This is revision 2 now.");
        assertThat(exported.output())
                .contains("api_key: <kept>", "X-Team: <kept>", "Pay $${PRICE} in time.", "policies:\n      - Terms")
                .contains("subject: Acme", "backend_profile: Staff", "(revision 2)")
                .doesNotContain(SECRET, "fixed");
        assertThat(run("plan", written(exported.output())).output()).isEqualToIgnoringNewLines("Nothing differs.");
        assertThat(run("apply", written(COMPANY)).output()).isEqualToIgnoringNewLines("Nothing differs.");
    }

    @Test
    void namesEverythingThatIsWrongWithItsLineAndChangesNothing() throws IOException {
        String bad = """
                backends:
                  - {name: first, kind: openai_compatible, base_url: "http://127.0.0.1:1/v1"}
                  - name: second
                    kind: none_such
                    timeout_seconds: soon
                    colour: red
                aliases: []
                profiles:
                  - {name: Staff, backends: [third], policies: [Unwritten]}
                  - {name: Staff, backends: []}
                tenants: Acme
                limits:
                  - {name: x, scope: tenant, subject: Nobody, metric: cost, amount: 1}
                """;

        Ended planned = run("plan", written(bad));
        Ended applied = run("apply", written(bad));

        assertThat(planned.code()).isEqualTo(1);
        assertThat(planned.output())
                .contains("company.yaml:5: backends[1].timeout_seconds: must be a whole number")
                .contains("company.yaml:6: backends[1].colour: is not a known field")
                .contains("company.yaml:7: aliases: is not a section of a blueprint")
                .contains("company.yaml:9: profiles[0].policies: there is no policy 'Unwritten'")
                .contains("company.yaml:10: profiles[1]: is the same as profiles[0]: Staff")
                .contains("company.yaml:11: tenants: must be a list")
                .contains("company.yaml:13: limits[0].subject: there is no tenant 'Nobody'");
        assertThat(applied.output()).isEqualTo(planned.output());
        assertThat(run("export").output()).contains("backends: []");
        assertThat(run("export", "--revisions").output()).doesNotContain("apply");
    }

    @Test
    void leavesWhatBelongsToTheFileAndSaysWhereItStands() throws IOException {
        String overFile = "backends:\n  - {name: fixed, kind: openai_compatible, base_url: 'http://127.0.0.1:1/v1'}\n";

        Ended refused = run("apply", written(overFile));
        Ended overlaid = run("apply", written("models:\n  - {alias: chat, deployments: [{backend: fixed, model: x}]}"));
        Ended lifted = run("apply", written("models: []"));

        assertThat(refused.output())
                .contains("company.yaml:2: backends[0]: stands in sallyport.yaml:1; change it there");
        assertThat(overlaid.output()).contains("+ models: chat");
        assertThat(lifted.output()).contains("- models: chat");
        assertThat(gateway.chat("chat", "").status()).isEqualTo(200);
    }

    @Test
    void bringsBackWhatWasAndKeepsTheKeysOfWhatStays() throws IOException {
        var _ = run("apply", written(COMPANY));
        var _ = run(
                "apply",
                written(COMPANY.replace("region: eu", "region: us")
                        .replace("name: Terms", "name: Rules")
                        .replace("policies: [Terms]", "policies: [Rules]")));

        Ended back = run("apply", "--rollback");
        Ended again = run("plan", written(COMPANY));
        Ended first = run("apply", "--rollback", "1");

        assertThat(back.output())
                .contains("~ backends: spare", "labels: {\"region\":\"us\"} -> {\"region\":\"eu\"}")
                .contains("+ policies: Terms", "- policies: Rules", "This is revision 4 now.");
        assertThat(again.output()).isEqualToIgnoringNewLines("Nothing differs.");
        assertThat(first.output())
                .contains("- backends: spare", "- limits: tenant Acme cost month")
                .contains("note: tenants: Acme: stays");
        assertThat(run("export", "--revisions").output()).contains("found", "apply", "rollback");
        assertThat(run("apply", "--rollback", "4").output())
                .contains("note: backends: spare: there is no key to keep; disabled until it is given one");
    }

    @Test
    void seesAnotherKeyThatLooksLikeTheStoredOne() throws IOException {
        var _ = run("apply", written(COMPANY));
        String other = SECRET.replace("canary", "parrot");

        Ended same = run("plan", written(COMPANY));
        Ended rekeyed = run("apply", written(COMPANY.replace("api_key: ${SPARE_KEY}", "api_key: " + other)));

        assertThat(same.output()).isEqualToIgnoringNewLines("Nothing differs.");
        assertThat(rekeyed.output()).contains("~ backends: spare", "1 change.").doesNotContain(other);
        assertThat(run("plan", written(COMPANY)).output()).contains("~ backends: spare");
    }

    @Test
    void keepsAndComparesTheSecretsOfGuardrails() throws IOException {
        String guarded = """
                tenants: [{name: Acme}]
                guardrails:
                  - name: outer
                    layer: input
                    type: webhook
                    tenants: [Acme]
                    config: {url: "https://guard.example.org", api_key: "${SPARE_KEY}"}
                """;

        Ended applied = run("apply", written(guarded));
        Ended exported = run("export");
        Ended same = run("plan", written(guarded));
        Ended kept = run("plan", written(exported.output()));
        Ended other = run("plan", written(guarded.replace("${SPARE_KEY}", "sk-another-one-0815")));
        var _ = run("apply", written("guardrails: []"));
        Ended back = run("apply", "--rollback");

        assertThat(applied.output()).contains("+ guardrails: input outer");
        assertThat(exported.output()).contains("api_key: <kept>", "- Acme").doesNotContain(SECRET);
        assertThat(same.output()).contains("Nothing differs.");
        assertThat(kept.output()).isEqualToIgnoringNewLines("Nothing differs.");
        assertThat(other.output()).contains("~ guardrails: input outer").doesNotContain("sk-another");
        assertThat(back.output()).contains("note: guardrails: input outer: there is no secret to keep; left out");
    }

    @Test
    void letsFallbacksChangePlaces() throws IOException {
        var _ = run("apply", written(COMPANY));
        String turned = """
                models:
                  - alias: large
                    deployments: [{backend: spare, model: n}]
                    routing: {fallbacks: [small]}
                  - {alias: small, deployments: [{backend: spare, model: m}]}
                """;

        assertThat(run("apply", written(turned)).output()).contains("~ models: large", "~ models: small");
    }

    @Test
    @Tag("AU28")
    void isOneAdminEventThatTellsWhatChanged() throws IOException {
        var _ = run("apply", written("groups:\n  - {tenant: default, name: engineers}"));

        Person operator = Person.operator(gateway, "root@example.org");
        Json events = Json.parse(operator.get("/admin/api/audit/events").body()).get("data");

        assertThat(events.size()).isEqualTo(1);
        assertThat(events.at(0).get("action").text()).isEqualTo("blueprint.update");
        assertThat(events.at(0).get("before").get("groups").size()).isZero();
        assertThat(events.at(0).get("after").get("groups").at(0).get("name").text())
                .isEqualTo("engineers");
    }

    private Ended run(String... words) {
        Map<String, String> environment = Map.of(
                "SALLYPORT_BASE_URL",
                gateway.url().toString(),
                "SALLYPORT_ADMIN_KEY",
                GatewayHarness.ADMIN_KEY,
                "SPARE_KEY",
                SECRET);
        return Commands.run(environment, words);
    }

    private String written(String blueprint) throws IOException {
        return Files.writeString(folder.resolve("company.yaml"), blueprint).toString();
    }
}
