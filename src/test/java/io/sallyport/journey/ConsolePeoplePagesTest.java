package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users, tenants, groups and invitations in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP16")
final class ConsolePeoplePagesTest {
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", URI.create("http://127.0.0.1:9"))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Person ada = Person.in(gateway, "ada@example.org", "labs", "staff");
    private final Browser browser = Browser.start();

    @BeforeAll
    void fills() {
        root.post("/admin/api/groups", "{\"name\": \"labs\", \"allowed_models\": [\"one/*\", \"gpt-*\"]}");
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    private String tenant(String name) {
        return Json.parse(root.post("/admin/api/tenants", "{\"name\": \"" + name + "\"}")
                        .body())
                .get("id")
                .text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tenants", "groups", "invitations"})
    void showsEachViewInBothThemesAndNarrow(String tab) {
        for (Look look : new Look[] {Look.WIDE_LIGHT, Look.WIDE_DARK, Look.NARROW_LIGHT}) {
            try (Window window = open(look)) {
                window.goTo("/admin/people" + (tab.isEmpty() ? "" : "?tab=" + tab))
                        .page()
                        .locator(".table-foot")
                        .waitFor();
                window.page().waitForFunction("() => !document.querySelector('.skeleton, [aria-busy=true]')");
                window.picture("console-people" + tab + "-" + look.name().toLowerCase(Locale.ROOT));

                assertThat(window.page().locator(".views [aria-current]").textContent())
                        .isEqualToIgnoringCase(tab.isEmpty() ? "users" : tab);
                assertThat(window.overflow()).isNotPositive();
                assertThat(window.complaints()).isEmpty();
            }
        }
    }

    @Test
    void findsSuspendsAndActivatesAUser() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/people").page();
            page.locator("input[type=search]").fill("ADA@");
            page.locator("tbody tr:only-child a").click();
            page.locator("h1:text-is('ada@example.org')").waitFor();
            window.picture("console-user");
            assertThat(page.locator(".facts").textContent()).contains("labs", "staff", "https://idp".substring(8));

            page.locator("button:text-is('Suspend')").click();
            window.picture("console-user-suspend");
            assertThat(page.locator("dialog").textContent()).contains("every key of theirs is refused");
            page.locator("dialog .button-danger").click();
            page.locator("h1 ~ .tag:text-is('suspended')").waitFor();
            int suspended = ada.get("/api/me").statusCode();
            page.locator("button:text-is('Activate')").click();
            page.locator("h1 ~ .tag:text-is('active')").waitFor();

            assertThat(suspended).isEqualTo(401);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhyTheLastOperatorStays() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/people?open=" + root.user().id()).page();
            page.locator("button:text-is('Demote')").click();
            page.locator("dialog .button-danger").click();
            page.locator(".toast-bad").waitFor();

            assertThat(page.locator(".toast-bad").textContent()).contains("the last operator");
            assertThat(root.get("/admin/api/users").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("ID13")
    void letsSomebodyInByALinkThatIsShownOnce() {
        try (Window window = open(Look.NARROW_DARK);
                Window theirs = browser.open(gateway.url(), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/people?new").page();
            page.locator("[name=email]").fill("eve@example.org");
            page.locator("button:text-is('Let them in')").click();
            page.locator(".once-text").waitFor();
            window.picture("console-user-link");
            String link = page.locator(".once-text").textContent();
            page.locator("text=I have it").click();
            page.waitForURL("**/admin/people?open=*");
            page.locator("h1:text-is('eve@example.org')").waitFor();

            theirs.page().navigate(link);
            theirs.page().locator("#greeting:has-text('eve@example.org')").waitFor();
            assertThat(page.content()).doesNotContain(link);
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("ID20")
    void makesATenantWithMembersAndSuspendsIt() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/people?tab=tenants&new").page();
            page.locator("[name=name]").fill("Acme");
            page.locator("button:text-is('Add the tenant')").click();
            page.waitForURL("**/admin/people?tab=tenants&open=*");
            String id = page.url().replaceAll(".*open=", "");
            page.locator("label:has-text('Only the models listed here') input").check();
            page.locator("[name=models]").fill("gpt-*");
            page.locator("button:text-is('Save')").click();
            page.locator(".toast").waitFor();

            page.locator("[name=email]").fill("nobody@example.org");
            page.locator("button:text-is('Add')").click();
            page.locator("#field-email-problem:not(:empty)").waitFor();
            page.locator("[name=email]").fill("ada@example.org");
            page.locator("[name=role]").selectOption("admin");
            page.locator("button:text-is('Add')").click();
            page.locator("tbody a:text-is('ada@example.org')").waitFor();
            window.picture("console-tenant");
            assertThat(root.read("/api/tenants/" + id + "/members")
                            .path("data.0.role")
                            .text())
                    .isEqualTo("admin");

            page.locator("button:text-is('Suspend')").click();
            page.locator("dialog .button-danger").click();
            page.locator("h1 ~ .tag:text-is('suspended')").waitFor();
            assertThat(root.read("/admin/api/tenants/" + id)
                            .get("allowed_models")
                            .toString())
                    .isEqualTo("[\"gpt-*\"]");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("ID22")
    void invitesSomebodyWhoBecomesAMember() {
        String id = tenant("Guests");
        Person bob = Person.in(gateway, "bob@example.org");
        try (Window window = open(Look.WIDE_LIGHT);
                Window theirs = browser.open(gateway.url(), Look.WIDE_LIGHT, bob.cookie())) {
            Page page =
                    window.goTo("/admin/people?tab=invitations&tenant=" + id).page();
            page.locator("[name=email]").fill("bob@example.org");
            page.locator("[name=role]").selectOption("viewer");
            page.locator("button:text-is('Invite')").click();
            page.locator(".once-text").waitFor();
            window.picture("console-invitation-link");
            String link = page.locator(".once-text").textContent();
            page.locator("text=I have it").click();
            page.locator("tbody :text-is('bob@example.org')").waitFor();

            theirs.page().navigate(link);
            theirs.page().locator("text=You are in").waitFor();
            theirs.picture("invitation-accepted");
            assertThat(theirs.page().url()).endsWith("/invitation");
            assertThat(root.read("/api/tenants/" + id + "/members")
                            .path("data.0.email")
                            .text())
                    .isEqualTo("bob@example.org");
            assertThat(theirs.complaints()).isEmpty();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void putsAUserIntoAGroup() {
        try (Window window = open(Look.NARROW_LIGHT)) {
            Page page = window.goTo("/admin/people?tab=groups").page();
            page.locator("a:text-is('labs')").click();
            page.locator("[name=email]").waitFor();
            page.locator("[name=email]").fill("ada@example.org");
            window.press("Enter");
            page.locator(".members").waitFor();
            window.picture("console-group");
            assertThat(page.locator("[name=models]").inputValue()).isEqualTo("one/*\ngpt-*");
            assertThat(window.overflow()).isNotPositive();

            page.locator("button:text-is('Remove')").click();
            page.locator("text=Nobody was put into it here.").waitFor();
            assertThat(window.complaints()).isEmpty();
        }
    }
}
