package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Models and routing in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP15")
final class ConsoleRoutingPagesTest {
    private static final Script DOWN = Script.json(503, "{\"error\":{\"message\":\"down\"}}");
    private static final int SMALL = 100 * 1024;
    private static final int MOST_TABS = 60;
    private static final int FAILURES = 3;

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .alias(RoutingHouse.alias(
                    "coding",
                    Json.object()
                            .put("strategy", "priority")
                            .put("fallbacks", Json.array().add("spare")),
                    "one/m",
                    "two/m"))
            .alias(RoutingHouse.alias("martian", Json.object().put("require", "region=mars"), "one/m"))
            .backend("claude", "anthropic", house.three.url())
            .alias(RoutingHouse.alias("claude", Json.object(), "claude/c"))
            .alias(RoutingHouse.alias("spare", Json.object(), "three/m"))
            .alias(RoutingHouse.alias("european", Json.object().put("require", "region=eu"), "one/m", "two/m"))
            .section(
                    "routing",
                    Json.object()
                            .put(
                                    "rules",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("name", "bulk work")
                                                    .put("when", Json.object().put("workload", "bulk"))
                                                    .put("use", "spare"))))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        house.close();
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("AP17")
    void showsWhereEveryAliasLeadsAndHowThatDoes(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/routing").page();
            page.locator("tbody tr").first().waitFor();
            long received = window.received();
            window.picture("console-routing-" + word(look));
            String row = page.locator("tbody tr:has-text('coding')").textContent();
            page.locator("input[type=search]").fill("three/");
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 1");

            assertThat(row).contains("coding", "config", "one/m", "two/m", "the first that is declared", "spare");
            assertThat(page.url()).endsWith("?q=three%2F");
            assertThat(received).isLessThan(SMALL);
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    void addsChangesAndDeletesAnAlias(Look look) {
        String name = "made-" + word(look);
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/routing?new").page();
            describe(page, name);
            window.picture("console-routing-new-" + word(look));
            page.locator("button:text-is('Add the alias')").click();
            page.waitForURL("**/admin/routing?open=*");
            page.locator("text=How one is chosen").waitFor();
            window.picture("console-routing-alias-" + word(look));
            assertThat(page.locator("main").textContent())
                    .contains("the fewest calls in flight", "after 500 ms", "$2.50 in, $10.00 out");

            page.locator("[name=context_window]").fill("128000");
            page.locator("button:text-is('Save')").click();
            page.locator(".toast:has-text('is saved')").waitFor();
            Json said = root.read("/admin/api/models/" + name);
            page.locator("button:text-is('Delete')").click();
            page.locator("dialog input").fill(name);
            page.locator("dialog .button-danger").click();
            page.waitForURL("**/admin/routing");

            assertThat(said.get("context_window").asLong()).isEqualTo(128_000);
            assertThat(said.path("deployments.1.weight").asLong()).isEqualTo(7);
            assertThat(said.path("price.input").text()).isEqualTo("2.5");
            assertThat(said.path("routing.hedge.after_ms").asLong()).isEqualTo(500);
            assertThat(root.get("/admin/api/models/" + name).statusCode()).isEqualTo(404);
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    /// Fills in the form of an alias with two targets, a price and a hedge.
    private static void describe(Page page, String name) {
        page.locator("[name=alias]").fill(name);
        page.locator("[data-part=model]").fill("m");
        page.locator("text=Add a target").click();
        page.locator("[data-part=backend]").nth(1).selectOption("two");
        page.locator("[data-part=model]").nth(1).fill("m");
        page.locator("[data-part=weight]").nth(1).fill("7");
        page.locator("[name=strategy]").selectOption("least_busy");
        page.locator("[name=input]").fill("2.5");
        page.locator("[name=output]").fill("10");
        page.locator("text=Rules, bounds, experiments").click();
        page.locator("[name=more]").fill("{\"hedge\": {\"after_ms\": 500}}");
    }

    @Test
    void laysChangesOverTheConfiguration() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/routing?open=european").page();
            assertThat(page.locator(".note").textContent()).contains("comes from the configuration");
            page.locator("[name=max_output_tokens]").fill("4096");
            page.locator("button:text-is('Save')").click();
            page.locator("button:text-is('Delete')").waitFor();
            Json said = root.read("/admin/api/models/european");

            assertThat(said.get("source").text()).isEqualTo("admin");
            assertThat(said.path("routing.require").toString()).contains("region", "eu");
            assertThat(window.complaints()).isEmpty();
            root.send("DELETE", "/admin/api/models/european", "");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_DARK", "NARROW_LIGHT"})
    @Tag("RO31")
    void takesAModelOutOfServiceAndPutsItBack(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/routing?open=coding").page();
            page.locator("[aria-label='Take one/m out of service']").click();
            assertThat(window.focused()).isEqualTo("Cancel");
            page.locator("dialog [name=reason]").fill("it leaks");
            page.locator("dialog .button-danger").click();
            page.locator("[aria-label='Put one/m back']").waitFor();
            window.picture("console-routing-out-" + word(look));
            String answering = RoutingHouse.backend(gateway, "coding");
            window.goTo("/admin/routing");
            page.locator(".routing-out").waitFor();
            window.picture("console-routing-out-list-" + word(look));
            String row = page.locator("tbody tr:has-text('coding')").textContent();
            String note = page.locator(".routing-out").textContent();
            page.locator(".routing-out button").click();
            page.locator(".routing-out").waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));

            assertThat(answering).isEqualTo("two");
            assertThat(row).contains("1 of 2 take calls");
            assertThat(note).contains("one/m", "it leaks");
            assertThat(RoutingHouse.backend(gateway, "coding")).isEqualTo("one");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysThatATargetRests() {
        house.three.next(DOWN, DOWN, DOWN);
        for (int i = 0; i < FAILURES; i++) {
            RoutingHouse.backend(gateway, "spare");
        }
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/routing?open=spare").page();

            assertThat(page.locator("tbody tr").textContent()).contains("rests, ends in", "3 failures", "last: ");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    void keepsRules(Look look) {
        String name = "long prompts " + word(look);
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/routing?tab=rules").page();
            assertThat(page.locator(".routing-rules").textContent())
                    .contains("bulk work", "workloads bulk", "spare", "config");
            page.locator("[name=name]").fill(name);
            page.locator("[name=when]").fill("{\"prompt_at_least\": 1000, \"headers\": {\"team\": [\"red\"]}}");
            page.locator("[name=use]").fill("spare");
            page.locator("[name=require]").fill("{\"region\": [\"eu\"]}");
            page.locator("text=Save the rule").click();
            page.locator(".routing-rules li:has-text('" + name + "')").waitFor();
            window.picture("console-routing-rules-" + word(look));
            String said =
                    page.locator(".routing-rules li:has-text('" + name + "')").textContent();
            page.locator("[aria-label='Delete " + name + "']").click();
            page.locator("dialog .button-danger").click();
            page.waitForFunction("() => document.querySelectorAll('.routing-rules li').length === 1");

            assertThat(said).contains("prompt at least 1000", "team: red", "requires region eu");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_DARK", "NARROW_LIGHT"})
    void setsPricesAndTakesThemBack(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/routing?tab=prices").page();
            page.locator("[name=kind]").fill("openai_compatible");
            page.locator("[name=model]").fill("m/" + word(look));
            page.locator("[name=input]").fill("1.25");
            page.locator("[name=output]").fill("4");
            page.locator("text=Set the price").click();
            page.locator("input[type=search]").fill("m/" + word(look));
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 1");
            String row = page.locator("tbody tr").textContent();
            page.locator("text=History").click();
            page.locator("dialog li").waitFor();
            String history = page.locator("dialog").textContent();
            window.picture("console-routing-prices-" + word(look));
            page.locator("dialog >> text=Close").click();
            page.locator("tbody >> text=Take back").click();
            page.locator("dialog .button-danger").click();
            page.locator("text=Nothing matches").waitFor();

            assertThat(row).contains("$1.25", "$4.00", "here");
            assertThat(history).contains("$1.25 in, $4.00 out");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void explainsWhereACallWouldGo(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/routing?open=coding").page();
            page.locator("text=Explain a call").click();
            page.locator("[name=body]")
                    .fill("{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], \"seed\": 7}");
            page.locator("button:text-is('Explain')").click();
            page.locator("#explanation .note-good").waitFor();
            String first = page.locator("#explanation").textContent();
            window.picture("console-routing-explain-" + word(look));
            page.locator("[name=model]").fill("claude");
            page.locator("button:text-is('Explain')").click();
            page.locator("#explanation :text('dropped=seed')").waitFor();
            String second = page.locator("#explanation").textContent();
            page.locator("[name=headers]").fill("workload: bulk");
            page.locator("button:text-is('Explain')").click();
            page.locator("#explanation :text('bulk work')").waitFor();

            assertThat(first)
                    .contains("It would be tried at one/m", "priority", "of coding", "of spare", "relayed as it is");
            assertThat(second).contains("claude/c, translated", "dropped=seed");
            assertThat(page.url()).endsWith("tab=explain&model=claude");
            assertThat(page.locator("#explanation").textContent()).contains("Leads tospare");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void explainsForAKeyThatIsCalledByItsName() {
        root.post("/admin/api/keys", "{\"display_name\":\"build server\",\"allowed_models\":[\"spare\"]}");
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/routing?tab=explain&model=coding").page();
            page.locator("[name=key]").pressSequentially("build");
            page.locator("#names-key option[value='build server']")
                    .waitFor(new WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            page.locator("[name=key]").fill("Build Server");
            page.locator("[name=tenant]").fill("default");
            page.locator("button:text-is('Explain')").click();
            page.locator("#explanation .note").waitFor();

            assertThat(page.locator("#explanation").textContent()).contains("Refused with 403", "model_not_allowed");
            assertThat(page.url()).contains("key=Build");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhyACallWouldBeRefused() {
        try (Window window = open(Look.WIDE_DARK)) {
            Page page = window.goTo("/admin/routing?tab=explain&model=<img%20src=x>")
                    .page();
            page.locator("[name=model]").fill("martian");
            page.locator("button:text-is('Explain')").click();
            page.locator("#explanation .note-bad").waitFor();
            String refused = page.locator("#explanation").textContent();
            page.locator("[name=key]").fill("no-such-key");
            page.locator("button:text-is('Explain')").click();
            page.locator("#field-key-problem:has-text('There is no key')").waitFor();

            assertThat(refused).contains("Refused with 403", "outside_bounds", "outside of the bound on region");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void changesARuleWithTheKeyboardAlone() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            window.goTo("/admin/routing?tab=rules");
            for (int i = 0; i < MOST_TABS && !window.focused().equals("Change bulk work"); i++) {
                window.press("Tab");
            }
            window.press("Enter");
            assertThat(window.focused()).startsWith("When");
            window.press("Control+a");
            window.page().keyboard().type("no JSON");
            window.press("Tab");

            assertThat(window.page().locator("#field-when-problem").textContent())
                    .contains("no JSON");
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
