package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The pages for people, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
final class PortalPagesTest {
    private static final List<String> PAGES = List.of(
            "/",
            "/keys",
            "/keys?new=1",
            "/profiles",
            "/models",
            "/playground",
            "/connect",
            "/connect?client=codex",
            "/account");

    /// What no page can be told from another by.
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private final PortalHouse house = new PortalHouse();

    @AfterAll
    void closes() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource
    void fitEveryScreenForSomebodyNew(Look look) {
        Person nina = house.person("nina");
        try (Window window = house.window(nina, look)) {
            for (String path : PAGES) {
                lookAt(window, path, "new", look);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_DARK", "NARROW_LIGHT"})
    void fitEveryScreenForSomebodyWithKeys(Look look) {
        Person paul = house.willing("paul");
        PortalHouse.key(paul, "Everyday", "a-name-without-blanks-that-goes-on-and-on-and-on-and-on-and-on");
        Json key = PortalHouse.key(paul, "Research", "laptop");
        try (Window window = house.window(paul, look)) {
            for (String path : PAGES) {
                lookAt(window, path, "used", look);
            }
            lookAt(window, "/keys/" + key.path("key.id").text(), "used", look);
            lookAt(window, "/connect?client=continue", "used", look);
        }
    }

    private static void lookAt(Window window, String path, String whose, Look look) {
        String name = path.replaceAll("keys/.*", "key").replaceAll("[/?=]+", "-");
        window.goTo(path)
                .picture("portal" + name + "-" + whose + "-" + look.name().toLowerCase(Locale.ROOT));

        assertThat(window.overflow()).as(path).isNotPositive();
        assertThat(window.complaints()).as(path).isEmpty();
    }

    @Test
    @Tag("UP1")
    @Tag("UP2")
    void letPeopleReadAndAcceptPolicies() {
        Person ida = house.person("ida");
        try (Window window = house.window(ida, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/profiles").page();
            page.locator(".policy-text li").first().waitFor();
            assertThat(page.locator(".policy-text li").count()).isEqualTo(2);
            assertThat(page.locator(".policy-text img").count()).isZero();

            page.locator(".profile:has-text('Research') >> text=Accept version 1")
                    .first()
                    .click();
            page.locator(".tag-good:has-text('Accepted, version 1')").waitFor();
            page.locator("#accepted tbody tr").waitFor();

            assertThat(page.locator("#accepted tbody tr").count()).isEqualTo(1);
            assertThat(page.locator(".profile:has-text('Research') .profile-head")
                            .textContent())
                    .contains("1 policy to accept");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("UP3")
    void showWhatChangedInAPolicyAndAskAgain() {
        Person root = Person.operator(house.gateway(), "root@example.org");
        String policy = Json.parse(root.post("/admin/api/policies", policy("Be kind.\nBe brief."))
                        .body())
                .path("policy.id")
                .text();
        String profile = Json.parse(root.post(
                                "/admin/api/profiles",
                                "{\"name\":\"Changing\",\"backends\":[\"simulated\"],\"policies\":[\"" + policy
                                        + "\"]}")
                        .body())
                .get("id")
                .text();
        Person uma = house.willing("uma");
        root.send("PUT", "/admin/api/policies/" + policy, policy("Be kind.\nBe very brief."));
        try (Window window = house.window(uma, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/profiles#" + profile).page();
            page.locator(".diff ins").first().waitFor();
            window.picture("profiles-changed");
            assertThat(page.locator("[id='" + profile + "'] .diff ins").first().textContent())
                    .isEqualTo("very");

            page.locator("text=Accept version 2").click();
            page.locator("[id='" + profile + "'] .tag-good:has-text('Ready')").waitFor();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String policy(String content) {
        return Json.object()
                .put("name", "Manners")
                .put("content", content)
                .put("enforce_reacceptance", true)
                .toJson()
                .toString();
    }

    @Test
    void findAModelAndItsProfiles() {
        Person mia = house.person("mia");
        try (Window window = house.window(mia, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/models?type=llm").page();
            page.locator("input[type=search]").fill("CHAT");
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 1");

            assertThat(page.url()).endsWith("/models?type=llm&q=CHAT");
            assertThat(page.locator("tbody tr").textContent())
                    .contains("chat", "$1.00", "tools", "Research", "Everyday");
            page.locator("text=Try in Playground").click();
            page.waitForURL("**/playground?model=chat");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("UP11")
    @Tag("UP12")
    void keepTheThemeAndEndSessions() {
        Person tom = house.person("tom");
        Person elsewhere = house.person("tom");
        try (Window window = house.window(tom, Look.WIDE_LIGHT)) {
            Page page = window.goTo("/account").page();
            page.locator("text=Dark").click();
            page.locator("tbody button").click();
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 1");

            assertThat(elsewhere.get("/api/me").statusCode()).isEqualTo(401);
            window.goTo("/account");
            assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
            page.locator("text=Sign out everywhere").click();
            page.locator("dialog .button-danger").click();
            page.waitForURL("**/login");
            assertThat(tom.get("/api/me").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void stayQuickBesideTenThousandKeysOfOthers() {
        Person quinn = house.willing("quinn");
        PortalHouse.key(quinn, "Everyday", "one");
        Duration alone = loading(quinn);
        Person owner = house.person("many");
        house.gateway().database().execute("""
                insert into api_key (id, tenant_id, project_id, display_name, prefix, secret_hash, source, created_at, user_id,
                  profile_id)
                select 'other-' || n, 'default', 'default', 'other', 'other-' || n, 'x', 'admin', now(), '%s',
                  (select id from backend_profile limit 1)
                from generate_series(1, 10000) n""".formatted(owner.user().id().value()));

        Duration beside = loading(quinn);

        assertThat(beside).isLessThan(alone.multipliedBy(3).plus(A_MOMENT));
    }

    /// The shortest of some times in which the page of somebody's one key is there.
    private Duration loading(Person person) {
        try (Window window = house.window(person, Look.WIDE_LIGHT)) {
            long shortest = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                window.goTo("/keys");
                shortest = Math.min(shortest, System.nanoTime() - start);
                assertThat(window.page().locator("tbody tr").count()).isEqualTo(1);
            }
            return Duration.ofNanos(shortest);
        }
    }
}
