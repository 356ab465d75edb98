package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All keys in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP6")
final class ConsoleKeysPagesTest {
    /// Steps with Tab from the top of a page to any act in its head.
    private static final int MOST_TABS = 40;

    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", URI.create("http://127.0.0.1:9"))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Person ada = Person.in(gateway, "ada@example.org");
    private final Browser browser = Browser.start();

    @BeforeAll
    void fills() {
        String profile = Json.parse(root.post("/admin/api/profiles", "{\"name\": \"Labs\", \"backends\": [\"one\"]}")
                        .body())
                .get("id")
                .text();
        for (int i = 0; i < 60; i++) {
            issue("server " + i);
        }
        Json laptop = issue("Ada's laptop");
        String key = laptop.path("key.id").text();
        gateway.database()
                .execute("update api_key set user_id = '" + ada.user().id() + "', profile_id = '" + profile
                        + "' where id = '" + key + "'");
        gateway.database()
                .execute("insert into key_policy_snapshot values ('" + key + "', 'p', 'House rules', 3, now())");
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    private Json issue(String name) {
        return Json.parse(root.post(
                        "/admin/api/keys",
                        Json.object().put("display_name", name).toJson().toString())
                .body());
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP8")
    @Tag("AP19")
    void findsTheKeysOfAPerson(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/keys").page();
            page.locator("tbody tr").first().waitFor();
            window.picture("console-keys-" + word(look));
            page.locator("input[type=search]").fill("ADA@example");
            page.waitForURL("**/admin/keys?search=ADA*");
            page.locator("select[aria-label='Backend profile']").selectOption(new SelectOption().setLabel("Labs"));
            page.locator("tbody tr:only-child").waitFor();
            String row = page.locator("tbody tr").textContent();
            String address = page.url();
            page.locator("a:text-is(\"Ada's laptop\")").click();
            page.locator(".accepted").waitFor();
            window.picture("console-key-" + word(look));

            assertThat(row).contains("Ada's laptop", "sk-", "ada@example.org", "Labs", "active");
            assertThat(address).contains("search=ADA", "profile=");
            assertThat(page.locator(".accepted").textContent()).contains("House rules version 3");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void showsPageAfterPage() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/keys").page();
            page.locator("tbody tr").first().waitFor();
            assertThat(page.locator("tbody tr").count()).isEqualTo(50);

            page.locator("text=Next page").click();
            page.locator("text=First page").waitFor();
            assertThat(page.locator("tbody").textContent()).contains("server 0");
            page.goBack();
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 50");
            assertThat(page.url()).endsWith("/admin/keys");
        }
    }

    @Test
    void saysHowMuchATranslationMayLose() {
        String id = issue("to translate").path("key.id").text();
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/keys?open=" + id).page();
            page.locator("button:text-is('Losses')").click();
            page.locator("dialog select").selectOption("strict");
            page.locator("dialog .button-main").click();
            page.locator("dd:has-text('would lose something are refused')").waitFor();

            assertThat(root.read("/admin/api/keys/" + id).get("loss_policy").text())
                    .isEqualTo("strict");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP7")
    void revokesAndRestoresAKey() {
        Json issued = issue("to revoke");
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/keys?open=" + issued.path("key.id").text())
                    .page();
            page.locator("button:text-is('Revoke')").click();
            window.picture("console-key-revoke");
            assertThat(page.locator("dialog").textContent()).contains("refused with 401");
            assertThat(window.focused()).isEqualTo("Cancel");
            page.locator("dialog .button-danger").click();
            page.locator("h1 ~ .tag:text-is('revoked')").waitFor();
            int revoked = call(issued);

            page.locator("button:text-is('Restore')").click();
            page.locator("h1 ~ .tag:text-is('active')").waitFor();

            assertThat(revoked).isEqualTo(401);
            assertThat(call(issued)).isEqualTo(502);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void revokesAKeyWithTheKeyboardAlone() {
        Json issued = issue("by keyboard");
        try (Window window = open(Look.WIDE_LIGHT)) {
            window.goTo("/admin/keys?open=" + issued.path("key.id").text());
            for (int i = 0; i < MOST_TABS && !window.focused().equals("Revoke"); i++) {
                window.press("Tab");
            }
            window.press("Enter");
            assertThat(window.focused()).isEqualTo("Cancel");
            window.press("Escape");
            window.page().waitForFunction("() => !document.querySelector('[aria-busy=true]')");
            assertThat(window.focused()).isEqualTo("Revoke");
            window.press("Enter", "Tab");
            assertThat(window.focused()).isEqualTo("Revoke the key");
            window.press("Enter");
            window.page().locator("h1 ~ .tag:text-is('revoked')").waitFor();

            assertThat(call(issued)).isEqualTo(401);
            assertThat(window.complaints()).isEmpty();
        }
    }

    /// The status of a call; the backend is nobody, so 502 for a key that works.
    private int call(Json issued) {
        try (SseClient answer = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + issued.get("api_key").text()),
                "{\"model\":\"one/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")) {
            return answer.status();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    @Tag("AP23")
    void issuesAServiceKeyAndShowsItOnce(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/keys?new").page();
            page.locator("[name=display_name]").fill("night build");
            page.locator("[name=principal_ref]").fill("ci");
            page.locator("[name=allowed_models]").fill("one/*");
            page.locator("[name=last_day]").fill("2020-01-01");
            page.locator("button:text-is('Issue the key')").click();
            assertThat(page.locator("#field-last_day-problem").textContent()).isEqualTo("This day is over.");
            window.picture("console-key-new-" + word(look));
            page.locator("[name=last_day]").fill("2099-01-01");
            page.locator("button:text-is('Issue the key')").click();
            page.locator(".once-text").waitFor();
            window.picture("console-key-once-" + word(look));
            String text = page.locator(".once-text").textContent();
            page.locator("text=I have it").click();
            page.waitForURL("**/admin/keys?open=*");
            page.locator(".facts").first().waitFor();

            assertThat(text).startsWith("sk-").hasSizeGreaterThan(60);
            assertThat(page.content()).doesNotContain(text);
            assertThat(page.locator("main").textContent()).contains("night build", "service ci", "one/*", "2099-01-01");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
