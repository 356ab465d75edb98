package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import io.sallyport.transport.EventLoops;
import java.time.Clock;

/// A gateway with simulated models and two backend profiles for the group `labs`, and a browser to look at its
/// pages: `Research` asks for two policies, ends keys after 30 days and allows two of them; `Everyday` asks for
/// nothing.
final class PortalHouse implements AutoCloseable {
    private static final String RULES = """
            # House rules

            Use what you get **for work** only, and *never* send what must not leave the house:

            - personal records
            - `passwords` and keys

            Questions? Ask [the team](https://example.org/ai). <img src=x onerror=alert(1)>
            """;

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("simulated", simulated.baseUrl())
            .alias("chat", "simulated/sim-1")
            .element(
                    "prices",
                    Json.object()
                            .put("kind", "openai_compatible")
                            .put("model", "sim-1")
                            .put("price_unit", "per_1m")
                            .put("input", 1)
                            .put("output", 2))
            .section("keys", Json.object().put("reveal", "owner"))
            .element("policies", Json.object().put("name", "House rules").put("content", RULES))
            .element("policies", Json.object().put("name", "Privacy").put("content", "Calls are *recorded*."))
            .element(
                    "backend_profiles",
                    profile("Research", "House rules", "Privacy")
                            .put("description", "Fast models for experiments.")
                            .put("default_expiry_days", 30)
                            .put("enforce_expiry", true)
                            .put("max_keys_per_user", 2)
                            .put("openwebui_headers", true))
            .element("backend_profiles", profile("Everyday"))
            .start();
    private final Browser browser = Browser.start();

    private static JsonObject profile(String name, String... policies) {
        JsonArray names = Json.array();
        for (String policy : policies) {
            names.add(policy);
        }
        return Json.object()
                .put("name", name)
                .put("oidc_groups", Json.array().add("labs"))
                .put("backends", Json.array().add("simulated"))
                .put("policy_names", names);
    }

    GatewayHarness gateway() {
        return gateway;
    }

    /// Somebody of the group.
    Person person(String name) {
        return Person.in(gateway, name + "@example.org", "labs");
    }

    Window window(Person person, Look look) {
        return browser.open(gateway.url(), look, person.cookie());
    }

    /// Somebody who accepted everything.
    Person willing(String name) {
        Person person = person(name);
        for (Json profile : person.read("/api/profiles").get("data").elements()) {
            for (Json policy : profile.get("policies").elements()) {
                person.post(
                        "/api/profiles/" + profile.get("id").text() + "/accept",
                        Json.object()
                                .put("policy", policy.get("id").text())
                                .put("version", 1)
                                .toJson()
                                .toString());
            }
        }
        return person;
    }

    /// Makes a key for somebody who accepted what it needs.
    ///
    /// @return the answer, with `api_key` and `key`
    static Json key(Person person, String profile, String name) {
        String id = person.read("/api/profiles").get("data").elements().stream()
                .filter(one -> one.get("name").text().equals(profile))
                .findFirst()
                .orElseThrow()
                .get("id")
                .text();
        JsonObject wish = Json.object().put("name", name).put("profile", id).put("continue_opt_in", true);
        return Json.parse(person.post("/api/keys", wish.toJson().toString()).body());
    }

    @Override
    public void close() {
        browser.close();
        gateway.close();
        simulated.close();
        loops.close();
    }
}
