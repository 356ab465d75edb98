package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.sallyport.json.Json;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The life of a key on the pages, from the policies before it to its end, in a real browser.
@TestInstance(Lifecycle.PER_CLASS)
final class KeyPagesTest {
    private final PortalHouse house = new PortalHouse();

    @AfterAll
    void closes() {
        house.close();
    }

    @Test
    @Tag("UP5")
    @Tag("ID43")
    @Tag("ID44")
    void makeAKeyOnceEveryPolicyIsAccepted() {
        Person ada = house.person("ada");
        try (Window window = house.window(ada, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/keys").page();
            page.locator("#create").click();
            Locator research = page.locator(".profile-choice:has-text('Research')");
            assertThat(research.locator("input").isDisabled()).isTrue();

            acceptBoth(research);
            window.picture("key-create-accepted");

            page.locator("[name=name]").fill("notebook");
            page.locator("[name=expires_at]").fill(inDays(60));
            page.locator("text=Create key").click();
            assertThat(page.locator("#field-expires_at-problem").textContent()).contains("within 30 days");
            window.picture("key-create-too-late");
            page.locator("[name=expires_at]").fill(inDays(7));
            page.locator("[name=continue_opt_in]").check();
            page.locator("[name=openwebui_opt_in]").check();
            page.locator("text=Create key").click();
            page.locator(".new-key-lines .client").waitFor();
            window.picture("key-created");

            String text = page.locator("dialog .code-block").first().textContent();
            assertThat(page.locator(".new-key-lines .code-block").textContent()).contains(text, "/v1/chat/completions");
            assertThat(call(text)).isEqualTo(200);
            window.press("Escape");
            assertThat(page.locator("dialog[open]").count()).isEqualTo(1);
            page.locator("dialog >> text=Done").click();
            page.locator("dialog").waitFor(new WaitForOptions().setState(WaitForSelectorState.DETACHED));
            assertThat(page.locator("tbody tr").textContent())
                    .contains("notebook", "Research", "Ends in " + untilTheEndOf(inDays(7)), inDays(7));
            assertThat(page.content()).doesNotContain(text);
            assertThat(page.url()).endsWith("/keys");
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static void acceptBoth(Locator profile) {
        profile.locator("text=Read and accept 2 policies").click();
        profile.locator("text=Accept version 1").first().click();
        profile.locator(".tag:has-text('1 policy')").waitFor();
        assertThat(profile.locator("input").isDisabled()).isTrue();
        profile.locator("text=Read and accept 1 policy").click();
        profile.locator("text=Accept version 1").click();
        profile.locator("input:checked").waitFor();
    }

    @Test
    @Tag("ID45")
    void saysThatThereAreEnoughKeys() {
        Person bea = house.willing("bea");
        PortalHouse.key(bea, "Research", "one");
        PortalHouse.key(bea, "Research", "two");
        try (Window window = house.window(bea, Look.WIDE_DARK)) {
            Page page = window.goTo("/keys?new=1").page();
            page.locator(".profile-choice:has-text('Research') input").check();
            page.locator("[name=name]").fill("three");
            page.locator("text=Create key").click();
            page.locator(".form-problem:not(:empty)").waitFor();
            window.picture("key-limit");

            assertThat(page.locator(".form-problem").textContent()).contains("2 of 2");
            assertThat(page.locator("[name=name]").inputValue()).isEqualTo("three");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("UP6")
    @Tag("UP7")
    @Tag("ID46")
    @Tag("ID47")
    @Tag("ID49")
    void lookAfterAKeyUntilItsEnd() {
        Person cleo = house.willing("cleo");
        Json made = PortalHouse.key(cleo, "Research", "laptop");
        String path = "/keys/" + made.path("key.id").text();
        try (Window window = house.window(cleo, Look.WIDE_LIGHT)) {
            Page page = window.goTo(path).page();
            assertThat(page.locator("#key").textContent()).contains("House rules", "Version 1, accepted on");

            page.locator("[name=openwebui_opt_in]").check();
            page.locator(".toast").waitFor();
            assertThat(cleo.read("/api" + path).get("openwebui_opt_in").bool()).isTrue();

            page.locator("text=Show the key").click();
            page.locator(".key-text .code-block").waitFor();
            window.picture("key-revealed");
            assertThat(page.locator(".key-text .code-block").textContent())
                    .isEqualTo(made.get("api_key").text());

            page.locator("text=Revoke").click();
            window.picture("key-revoke");
            page.locator("dialog .button-danger").click();
            page.locator(".page-head .tag:has-text('Revoked')").waitFor();
            window.picture("key-revoked");
            assertThat(cleo.read("/api" + path).get("status").text()).isEqualTo("revoked");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("P09")
    void sayFromWhereAKeyWorks() {
        Person gus = house.willing("gus");
        Json made = PortalHouse.key(gus, "Everyday", "server");
        String path = "/keys/" + made.path("key.id").text();
        try (Window window = house.window(gus, Look.NARROW_DARK)) {
            Page page = window.goTo(path).page();
            page.locator("text=Addresses").click();
            page.locator("[name=allowed_addresses]").fill("office");
            page.locator("dialog >> text=Save").click();
            page.locator(".form-problem:not(:empty)").waitFor();
            window.picture("key-addresses");
            page.locator("[name=allowed_addresses]").fill("10.0.0.0/8\n2001:db8::/32");
            page.locator("dialog >> text=Save").click();
            page.locator(".toast").waitFor();

            assertThat(page.locator(".facts").first().textContent()).contains("10.0.0.0/8", "2001:db8::/32");
            assertThat(call(made.get("api_key").text())).isEqualTo(403);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void putAnotherKeyInThePlaceOfOne() {
        Person dora = house.willing("dora");
        Json made = PortalHouse.key(dora, "Everyday", "server");
        String path = "/keys/" + made.path("key.id").text();
        try (Window window = house.window(dora, Look.NARROW_LIGHT)) {
            Page page = window.goTo(path).page();
            page.locator("text=Rotate").click();
            window.picture("key-rotate");
            page.locator("text=Make the new key").click();
            page.locator(".new-key-lines .client").waitFor();
            window.picture("key-rotated");
            String text = page.locator("dialog .code-block").first().textContent();
            page.locator("dialog >> text=Done").click();
            page.waitForURL(url -> url.contains("/keys/") && !url.endsWith(path));

            assertThat(call(text)).isEqualTo(200);
            assertThat(call(made.get("api_key").text())).isEqualTo(200);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void makeAKeyWithTheKeyboardAlone() {
        Person eve = house.willing("eve");
        try (Window window = house.window(eve, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/keys").page();
            tabTo(window, "Create a key");
            window.press("Enter");
            page.locator("dialog [name=name]").waitFor();
            page.keyboard().type("keyboard");
            tabTo(window, "Create key");
            window.press("Enter");
            page.locator(".new-key-lines .client").waitFor();
            assertThat(window.focused()).isEqualTo("Copy");
            tabTo(window, "Done");
            window.press("Enter");
            page.locator("tbody tr").waitFor();

            assertThat(page.locator("tbody tr").textContent()).contains("keyboard");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("UP8")
    @Tag("UP9")
    void writeTheFileOfContinue() {
        Person finn = house.willing("finn");
        Json one = PortalHouse.key(finn, "Everyday", "one");
        Json two = PortalHouse.key(finn, "Everyday", "two");
        try (Window window = house.window(finn, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/connect?client=continue").page();
            page.locator(".code-block:has-text('schema: v1')").waitFor();
            window.picture("connect-continue");

            assertThat(page.locator(".code-block:has-text('schema: v1')").textContent())
                    .contains(
                            one.get("api_key").text(),
                            two.get("api_key").text(),
                            "apiBase: \"" + house.gateway().url() + "/v1\"");
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static void tabTo(Window window, String name) {
        for (int i = 0; i < 60 && !window.focused().equals(name); i++) {
            window.press("Tab");
        }
        assertThat(window.focused()).isEqualTo(name);
    }

    private int call(String key) {
        try (SseClient answer = SseClient.post(
                house.gateway().url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + key),
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")) {
            return answer.status();
        }
    }

    private static String inDays(int days) {
        return LocalDate.now(ZoneId.systemDefault()).plusDays(days).toString();
    }

    /// The last day counts as a whole, so the number depends on the hour of today.
    private static String untilTheEndOf(String day) {
        Instant end = LocalDate.parse(day)
                .atTime(23, 59, 59)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        return Math.round(Duration.between(Instant.now(), end).toSeconds() / 86_400.0) + " d";
    }
}
