package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.UsedCalls;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Usage on the pages of people and operators, in a real browser.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("US15")
final class UsagePagesTest {
    private static final List<String> MODELS = List.of("coding", "chat", "embeddings", "vision", "reasoning");

    private final PortalHouse house = new PortalHouse();
    private final Person root = Person.operator(house.gateway(), "root@example.org");
    private final Person ada = house.willing("ada");
    private final String key =
            PortalHouse.key(ada, "Research", "notebook").path("key.id").text();

    @BeforeAll
    void fills() {
        String profile = ada.read("/api/keys/" + key).get("profile").text();
        for (int day = 0; day < 25; day++) {
            for (int i = 0; i < MODELS.size(); i++) {
                UsedCalls.at(Instant.now().minus(Duration.ofDays(day)).toString())
                        .with("user_id", ada.user().id().value())
                        .with("key_id", key)
                        .with("backend_profile_id", profile)
                        .with("alias", MODELS.get(i))
                        .with("cost_pico_usd", String.valueOf((long) (day % 7 + 1) * (5 - i) * 30_000_000_000L))
                        .with("status", i == 4 ? "502" : "200")
                        .with("success", String.valueOf(i != 4))
                        .times(day % 3 + 1)
                        .in(house.gateway().database());
            }
        }
        UsedCalls.at(Instant.now().toString())
                .with("user_id", "somebody-else")
                .with("key_id", "k2")
                .with("alias", "secret-model")
                .without("cost_pico_usd")
                .in(house.gateway().database());
    }

    @AfterAll
    void closes() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("UP4")
    void showsPeopleWhatTheyUsed(Look look) {
        try (Window window = house.window(ada, look)) {
            Page page = window.goTo("/usage").page();
            page.locator("tbody a").first().waitFor();
            window.picture("usage-" + word(look));

            assertThat(page.locator("#usage").textContent())
                    .contains("coding", "reasoning")
                    .doesNotContain("secret-model");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP10")
    @Tag("AP17")
    void showsOperatorsWhatEverybodyUsed(Look look) {
        try (Window window = house.window(root, look)) {
            Page page = window.goTo("/admin/usage?compare=1&figure=tokens&timezone=Asia/Kolkata")
                    .page();
            page.locator("tbody a").first().waitFor();
            window.picture("console-usage-" + word(look));

            assertThat(page.locator("#usage").textContent()).contains("secret-model", "1 unpriced", "Asia/Kolkata");
            assertThat(page.locator(".chart-read").textContent()).contains("coding", "chat", "embeddings", "vision");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void keepsWhatIsAskedInTheAddress() {
        try (Window window = house.window(root, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/usage").page();
            page.locator("tbody a:text-is('coding')").click();
            page.locator(".names a:has-text('coding')").waitFor();
            page.locator("select[aria-label='Group by']").selectOption("key");
            page.locator("tbody a:text-is('notebook')").waitFor();
            String address = page.url();
            page.locator("select[aria-label='Period']").selectOption("custom");
            page.locator("input[aria-label='First day']").fill("2020-02-01");
            page.locator("input[aria-label='Last day']").fill("2020-02-29");
            page.locator("text=Nothing was used in this time").waitFor();
            window.picture("console-usage-empty");
            page.goBack();
            page.goBack();
            page.goBack();
            page.locator("tbody a:text-is('notebook')").waitFor();

            assertThat(address).contains("model=coding", "by=key");
            assertThat(page.url()).isEqualTo(address);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("US14")
    void handsOutWhatIsShownAsAFile() throws IOException {
        try (Window window = house.window(ada, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/usage?model=chat").page();
            page.locator("tbody a").first().waitFor();

            Download file = page.waitForDownload(
                    () -> page.locator("text=Groups as CSV").click());

            assertThat(file.suggestedFilename()).isEqualTo("usage-breakdown.csv");
            assertThat(Files.readAllLines(file.path()))
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("chat,,");
        }
    }

    @Test
    @Tag("UP6")
    void showsTheMonthAtHomeAndAtEachKey() {
        Json month = ada.read("/api/usage/summary?period=month").get("total");
        String calls = month.get("calls").asLong() + " calls";
        try (Window window = house.window(ada, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/").page();
            page.locator("text=This month").waitFor();
            page.locator(".home-grid").getByText(calls).first().waitFor();
            window.picture("home-usage");
            window.goTo("/keys/" + key);
            page.getByText(calls).first().waitFor();
            window.picture("key-usage");
            window.goTo("/keys");
            page.locator("tbody").getByText("$").first().waitFor();
            window.picture("keys-usage");

            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP6")
    @Tag("AP13")
    void showsOperatorsTheMonthOfKeysAndProfiles() {
        try (Window window = house.window(root, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/keys").page();
            page.locator("tbody").getByText("$").first().waitFor();
            window.picture("console-keys-usage");
            window.goTo("/admin/profiles");
            page.locator("tbody a:text-is('Research')").click();
            page.locator("text=This month").waitFor();
            window.picture("console-profile-usage");

            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
