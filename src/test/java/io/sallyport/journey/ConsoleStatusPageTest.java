package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the console says of settings, of what is missing and of the schema, in a real browser before a whole
/// gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP22")
final class ConsoleStatusPageTest {
    private final GatewayHarness gateway = GatewayHarness.with().start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    @Test
    void tellsEveryValueItsOriginAndNoSecret() {
        String body = root.get("/admin/api/settings").body();

        Json values = Json.parse(body).get("values");

        assertThat(value(values, "server.port").get("origin").text()).startsWith("sallyport.yaml:");
        assertThat(value(values, "server.graceful_shutdown_delay").get("origin").text())
                .isEqualTo("default");
        assertThat(value(values, "server.port").get("waits").bool()).isFalse();
        assertThat(value(values, "database.password").get("value").text()).isEqualTo("****");
        assertThat(value(values, "auth.client_api_keys").get("value").text()).isEqualTo("****");
        assertThat(body).doesNotContain(GatewayHarness.KEY);
    }

    private static Json value(Json values, String path) {
        return values.elements().stream()
                .filter(value -> value.get("path").text().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsTheInstancesAndWhatTheyRun() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/status").page();
            page.locator("#instances tbody tr").first().waitFor();

            assertThat(page.locator("#instances tbody tr").allTextContents())
                    .singleElement()
                    .asString()
                    .contains("this one", "the same");
        }
    }

    @Test
    void showsWhatSomebodySetAndAllOnDemand() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/status?tab=settings&q=server.").page();
            page.locator("tbody tr").first().waitFor();
            String set = page.locator("tbody").textContent();
            page.locator("main select").selectOption("all");
            page.locator("tbody:has-text('graceful_shutdown_delay')").waitFor();

            assertThat(set).contains("server.port", "sallyport.yaml:").doesNotContain("graceful_shutdown_delay");
            assertThat(page.locator("tbody").textContent()).contains("default").doesNotContain("database.");
            assertThat(page.url()).contains("origin=all");
        }
    }

    @Test
    void saysWhatIsMissingForProductionAndWhatToDo() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/status?tab=checklist").page();
            page.locator(".lacks li").first().waitFor();

            assertThat(page.locator(".lacks").textContent()).contains("server.tls", "Give the gateway a certificate");
        }
    }

    @Test
    void listsTheStepsOfTheSchemaNewestFirst() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/status?tab=schema").page();
            page.locator("tbody tr").first().waitFor();
            List<String> names = page.locator("tbody th").allTextContents();

            assertThat(names).hasSizeGreaterThan(20);
            assertThat(names.getLast()).isEqualTo("changes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "settings, WIDE_DARK",
        "settings, NARROW_LIGHT",
        "checklist, NARROW_DARK",
        "schema, NARROW_LIGHT",
    })
    void fitsEveryScreen(String tab, Look look) {
        try (Window window = open(look)) {
            window.goTo("/admin/status?tab=" + tab)
                    .page()
                    .locator("main li, main tbody tr")
                    .first()
                    .waitFor();
            window.picture("console-status-" + tab + "-" + look.name().toLowerCase(Locale.ROOT));

            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }
}
