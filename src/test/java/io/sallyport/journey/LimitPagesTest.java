package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Limits on the pages of people and operators, in a real browser. Ada's key has made all three calls of its day.
@TestInstance(Lifecycle.PER_CLASS)
final class LimitPagesTest {
    /// Steps with Tab from the top of a page to any act in its head.
    private static final int MOST_TABS = 40;

    private final LimitHouse house = new LimitHouse();
    private final Browser browser = Browser.start();
    private final Person root = Person.operator(house.gateway(), "root@example.org");
    private final Person ada = house.person("ada");
    private final Json key = LimitHouse.key(ada, "laptop");
    private final String id = key.path("key.id").text();

    @BeforeAll
    void call() {
        for (int i = 0; i < 3; i++) {
            assertThat(house.call(key)).isEqualTo(200);
        }
        LimitHouse.eventually(root, "/admin/api/limit-standings?exceeded=true", blocked -> !blocked.isEmpty());
    }

    @AfterAll
    void close() {
        browser.close();
        house.close();
    }

    private Window open(Person person, Look look) {
        return browser.open(house.gateway().url(), look, person.cookie());
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("UP4")
    @Tag("UP6")
    void showsPeopleWhatIsLeft(Look look) {
        try (Window window = open(ada, look)) {
            Page page = window.goTo("/").page();
            page.locator(".limit").first().waitFor();
            window.picture("limits-home-" + word(look));
            String home = page.locator("#home").textContent();
            int homeOver = window.overflow();
            window.goTo("/keys");
            page.locator("tbody .meter").first().waitFor();
            window.picture("limits-keys-" + word(look));
            String row = page.locator("tbody tr").first().textContent();
            window.goTo("/keys/" + id);
            page.locator(".limit").first().waitFor();
            window.picture("limits-key-" + word(look));

            assertThat(home).contains("Calls of a day", "0 calls left", "blocked", "Team budget");
            assertThat(row).contains("0 calls left", "blocked");
            assertThat(page.locator(".limits").textContent())
                    .contains("Words for chat", "for chat", "Quota of Everyday");
            assertThat(homeOver).isNotPositive();
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP11")
    @Tag("LI22")
    void showsOperatorsEveryLimitAndWhoIsBlocked(Look look) {
        try (Window window = open(root, look)) {
            Page page = window.goTo("/admin/limits").page();
            page.locator("tbody tr").first().waitFor();
            window.picture("console-limits-" + word(look));
            String blocks = page.locator("#limits .limits").textContent();
            String all = page.locator("tbody").textContent();
            int over = window.overflow();
            page.locator("select[aria-label='For']").selectOption("key");
            page.waitForURL("**scope=key*");
            page.locator("select[aria-label='Show']").selectOption("exceeded");
            page.locator("tbody tr:only-child").waitFor();
            page.locator("tbody a").first().click();
            page.locator("text=What it says").waitFor();
            window.picture("console-limit-" + word(look));

            assertThat(blocks).contains("laptop at the end of Calls of a day");
            assertThat(all)
                    .contains("Team budget", "configuration", "Quota of Everyday", "each person", "only calls of chat");
            assertThat(page.locator("main").textContent()).contains("configuration file", "3 calls a day", "laptop");
            assertThat(over).isNotPositive();
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("LI32")
    void letsABlockedKeyBeginAnewWithTheKeyboardAlone() {
        Json other = LimitHouse.key(house.person("carl"), "tablet");
        for (int i = 0; i < 3; i++) {
            assertThat(house.call(other)).isEqualTo(200);
        }
        assertThat(house.call(other)).isEqualTo(429);
        LimitHouse.eventually(root, "/admin/api/limit-standings?exceeded=true", blocked -> blocked.size() == 2);
        try (Window window = open(root, Look.WIDE_LIGHT)) {
            window.goTo("/admin/limits")
                    .page()
                    .locator("#limits .limit >> nth=1")
                    .waitFor();
            for (int i = 0; i < MOST_TABS && !window.focused().equals("Let tablet begin anew"); i++) {
                window.press("Tab");
            }
            window.press("Enter");
            assertThat(window.focused()).isEqualTo("Cancel");
            window.picture("console-limit-forgive");
            window.press("Tab", "Enter");
            window.page().locator("text=tablet begins anew.").waitFor();

            assertThat(LimitHouse.eventually(
                            root, "/admin/api/limit-standings?exceeded=true", blocked -> blocked.size() == 1))
                    .hasSize(1);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    void makesChangesAndTakesAwayALimit(Look look) {
        try (Window window = open(root, look)) {
            Page page = window.goTo("/admin/limits?new").page();
            page.locator("[name=name]").fill("Ada's dollars");
            page.locator("[name=scope]").selectOption("user");
            page.locator("[name=subject]").fill("nobody@example.org");
            page.locator("[name=amount]").fill("12.5");
            window.picture("console-limit-new-" + word(look));
            page.locator("button:text-is('Add the limit')").click();
            page.locator("#field-subject-problem:has-text('There is no person')")
                    .waitFor();
            page.locator("[name=subject]").fill("ada@example.org");
            page.locator("button:text-is('Add the limit')").click();
            page.locator("h1:text-is(\"Ada's dollars\")").waitFor();
            page.locator("[name=amount]").fill("20");
            page.locator("button:text-is('Save')").click();
            page.locator("text=It is saved.").waitFor();
            page.locator("[name=amount]").waitFor();
            window.picture("console-limit-own-" + word(look));
            String amount = page.locator("[name=amount]").inputValue();
            String who = page.locator("[name=subject]").inputValue();
            page.locator("button:text-is('Take it away')").click();
            page.locator("dialog .button-danger").click();
            page.waitForURL("**/admin/limits");
            page.locator("tbody tr").first().waitFor();

            assertThat(amount).isEqualTo("20");
            assertThat(who).isEqualTo("ada@example.org");
            assertThat(page.locator("tbody").textContent()).doesNotContain("Ada's dollars");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_LIGHT"})
    @Tag("AP6")
    @Tag("AP13")
    void showsLimitsAtKeysAndBackendProfiles(Look look) {
        String profile = ada.read("/api/keys/" + id).get("profile").text();
        try (Window window = open(root, look)) {
            Page page = window.goTo("/admin/keys?search=ada").page();
            page.locator("tbody .meter").first().waitFor();
            window.picture("console-keys-limits-" + word(look));
            String row = page.locator("tbody tr").first().textContent();
            window.goTo("/admin/keys?open=" + id);
            page.locator(".limit").first().waitFor();
            window.picture("console-key-limits-" + word(look));
            String held = page.locator(".limits").textContent();
            window.goTo("/admin/profiles?open=" + profile);
            page.locator(".limit").first().waitFor();
            window.picture("console-profile-limits-" + word(look));

            assertThat(row).contains("0 calls left", "blocked");
            assertThat(held).contains("Calls of a day", "Team budget", "3 calls of 3 calls a day used");
            assertThat(page.locator(".limits").textContent())
                    .contains("laptop at Quota of Everyday", "of 5k tokens in 1 h");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
