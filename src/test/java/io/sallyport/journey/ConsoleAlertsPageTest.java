package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
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

/// Alerts in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("LI17")
final class ConsoleAlertsPageTest {
    private final ScriptedUpstream receiver = ScriptedUpstream.start().always(Script.json(200, "{}"));
    private final GatewayHarness gateway = GatewayHarness.with()
            .section(
                    "alerts",
                    Json.object()
                            .put("webhooks", receiver.url() + "/hooks/0123456789-0123456789")
                            .put("webhook", Json.object().put("allowed_networks", "127.0.0.1")))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        receiver.close();
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    void sendsATestAndListsIt(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/alerts").page();
            page.locator("button:text-is('Send a test')").click();
            page.locator(".card li:has-text('arrived')").waitFor();
            page.locator("[name=target]").fill("http://10.0.0.1/x");
            page.locator("button:text-is('Send a test')").click();
            page.locator(".card li:has-text('failed')").waitFor();
            String why = page.locator(".card li").textContent();
            page.locator("tbody tr:has-text('10.0.0.1')").first().waitFor();
            window.picture("console-alerts-" + look.name().toLowerCase(Locale.ROOT));

            assertThat(why).contains("not public");
            assertThat(page.locator("tbody tr:has-text('told')").first().textContent())
                    .contains("Test alert of Sallyport", receiver.url() + "/...");
            assertThat(page.locator("main").textContent()).doesNotContain("0123456789-0123456789");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysBesideTheFieldWhatIsNoAddress() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/alerts").page();
            page.locator("[name=target]").fill("no address");
            page.locator("button:text-is('Send a test')").click();
            page.locator(".form-problem:has-text('no address that alerts can go to')")
                    .waitFor();

            assertThat(page.locator("[name=target]").inputValue()).isEqualTo("no address");
        }
    }
}
