package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
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

/// The limits of a tenant on the page of those who look after it, in a real browser.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("LI31")
final class TenantLimitPagesTest {
    private final GatewayHarness gateway = GatewayHarness.with()
            .element(
                    "limits",
                    Json.object()
                            .put("name", "Team budget")
                            .put("scope", "tenant")
                            .put("metric", "cost")
                            .put("amount", "100"))
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final Person owner = Person.in(gateway, "olga@example.org");
    private final Person viewer = Person.in(gateway, "vera@example.org");
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    /// The id of a new tenant that has an owner, a viewer and a project of robots.
    private String tenant(String name) {
        String id = Json.parse(operator.post("/admin/api/tenants", "{\"name\":\"" + name + "\"}")
                        .body())
                .get("id")
                .text();
        operator.send("PUT", "/api/tenants/" + id + "/members/" + owner.user().id(), "{\"role\":\"owner\"}");
        operator.send("PUT", "/api/tenants/" + id + "/members/" + viewer.user().id(), "{\"role\":\"viewer\"}");
        owner.post("/api/tenants/" + id + "/projects", "{\"name\":\"Robots\"}");
        return id;
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT", "NARROW_DARK"})
    void givesChangesAndTakesAwayALimit(Look look) {
        String id = tenant("Research " + word(look));
        try (Window window = browser.open(gateway.url(), look, owner.cookie())) {
            Page page = window.goTo("/account/limits?tenant=" + id).page();
            page.locator("text=Add a limit").click();
            page.locator("[name=name]").fill("Robots a week");
            page.locator("[name=project]").selectOption("Robots");
            page.locator("[name=amount]").fill("1000");
            page.locator("[name=window]").selectOption("week");
            window.picture("tenant-limit-new-" + word(look));
            int newOver = window.overflow();
            page.locator("button:text-is('Add the limit')").click();
            page.locator("#field-amount-problem:not(:empty), .form-problem:not(:empty)")
                    .first()
                    .waitFor();
            page.locator("[name=amount]").fill("10");
            page.locator("button:text-is('Add the limit')").click();
            page.locator(".limit a:text-is('Robots a week')").waitFor();
            window.picture("tenant-limits-" + word(look));
            String all = page.locator(".limits").textContent();
            int over = window.overflow();
            page.locator(".limit a:text-is('Robots a week')").click();
            page.locator("[name=amount]").fill("7.5");
            page.locator("button:text-is('Save')").click();
            page.locator(".toast").waitFor();
            window.picture("tenant-limit-" + word(look));
            page.locator("button:text-is('Take it away')").click();
            page.locator("dialog .button-danger").click();
            page.locator("h1:has-text('Limits of Research')").waitFor();
            page.locator(".limit").first().waitFor();

            assertThat(all).contains("by the project Robots", "ours", "Team budget", "from operators", "$10");
            assertThat(page.locator(".limits").textContent()).doesNotContain("Robots a week");
            assertThat(Math.max(over, newOver)).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("J01")
    void letsViewersLookAlone() {
        String id = tenant("Looked at");
        owner.post("/api/tenants/" + id + "/limits", """
                {"scope":"group","subject":"dev","name":"Developers","metric":"tokens","amount":"1000","window":"day"}""");
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, viewer.cookie())) {
            Page page = window.goTo("/account").page();
            page.locator("a:text-is('limits')").click();
            page.locator(".limit").first().waitFor();

            assertThat(page.locator("h1").textContent()).startsWith("Limits of ");
            page.navigate(gateway.url().resolve("/account/limits?tenant=" + id).toString());
            page.locator(".limit:has-text('Developers')").waitFor();
            assertThat(page.locator(".limits").textContent()).contains("by the group dev");
            assertThat(page.locator("main a:text-is('Add a limit')").count()).isZero();
            assertThat(page.locator(".limit a").count()).isZero();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
