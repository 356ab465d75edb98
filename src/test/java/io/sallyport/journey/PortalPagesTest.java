package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What people do on the pages, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
final class PortalPagesTest {
    private static final List<String> PATHS = List.of("/profiles", "/models", "/account");

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
            .alias("embed", "simulated/sim-embed")
            .element("policies", Json.object().put("name", "House rules").put("content", RULES))
            .element("policies", Json.object().put("name", "Privacy").put("content", "Calls are *recorded*."))
            .element(
                    "backend_profiles",
                    profile("Research", "labs", "House rules", "Privacy")
                            .put("description", "Fast models for experiments.")
                            .put("default_expiry_days", 30)
                            .put("enforce_expiry", true)
                            .put("max_keys_per_user", 2)
                            .put("openwebui_headers", true))
            .element("backend_profiles", profile("Everyday", "labs"))
            .start();
    private final Browser browser = Browser.start();

    private static JsonObject profile(String name, String group, String... policies) {
        var names = Json.array();
        for (String policy : policies) {
            names.add(policy);
        }
        return Json.object()
                .put("name", name)
                .put("oidc_groups", Json.array().add(group))
                .put("backends", Json.array().add("simulated"))
                .put("policy_names", names);
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        simulated.close();
        loops.close();
    }

    private Window windowOf(Person person, Look look) {
        return browser.open(gateway.url(), look, person.cookie());
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT", "NARROW_DARK"})
    void fitsEveryScreenForSomebodyNew(Look look) {
        Person nina = Person.in(gateway, "nina@example.org", "labs");
        try (Window window = windowOf(nina, look)) {
            for (String path : PATHS) {
                window.goTo(path).picture("portal" + path.replace('/', '-') + "-new-" + word(look));

                assertThat(window.overflow()).as(path).isNotPositive();
                assertThat(window.complaints()).as(path).isEmpty();
            }
        }
    }

    @Test
    @Tag("UP1")
    @Tag("UP2")
    void letsPeopleReadAndAcceptPolicies() {
        Person ida = Person.in(gateway, "ida@example.org", "labs");
        try (Window window = windowOf(ida, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/profiles").page();
            assertThat(page.locator(".policy-text li").count()).isEqualTo(2);
            assertThat(page.locator(".policy-text img").count()).isZero();

            page.locator("text=Accept version 1").first().click();
            page.locator(".tag-good:has-text('Accepted, version 1')").waitFor();
            page.locator("#accepted tbody tr").waitFor();
            window.picture("profiles-half");

            assertThat(page.locator("#accepted tbody tr").count()).isEqualTo(1);
            assertThat(page.locator("text=1 policy to accept").count()).isEqualTo(1);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void findsAModelAndItsProfiles() {
        Person mia = Person.in(gateway, "mia@example.org", "labs");
        try (Window window = windowOf(mia, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/models?type=llm").page();
            page.locator("input[type=search]").fill("CHAT");
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 1");

            assertThat(page.url()).endsWith("/models?type=llm&q=CHAT");
            assertThat(page.locator("tbody tr").textContent()).contains("chat", "Research", "Everyday");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
