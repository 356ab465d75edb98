package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
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
import org.junit.jupiter.params.provider.EnumSource;

/// Policies and backend profiles in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
final class ConsoleTermsPagesTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");
    private static final String FIRST = "# Be kind\n\nTo people and to machines.\n\nAsk when in doubt.";
    private static final String SECOND = "# Be kind\n\nTo people, animals and machines.\n\nAsk when in doubt.";

    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", NOBODY)
            .element("policies", Json.object().put("name", "House rules").put("content", FIRST))
            .element(
                    "backend_profiles",
                    Json.object()
                            .put("name", "Labs")
                            .put("description", "For whoever tries things out")
                            .put("backends", Json.array().add("one"))
                            .put("policy_names", Json.array().add("House rules"))
                            .put("oidc_groups", Json.array().add("labs")))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Person ada = Person.in(gateway, "ada@example.org", "labs");
    private final Browser browser = Browser.start();

    @BeforeAll
    void agrees() {
        Json labs = root.read("/admin/api/profiles").path("data.0");
        ada.post(
                "/api/profiles/" + labs.get("id").text() + "/accept",
                Json.object()
                        .put("policy", labs.path("policies.0").text())
                        .put("version", 1)
                        .toJson()
                        .toString());
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    private String make(String name, String text) {
        return Json.parse(root.post(
                                "/admin/api/policies",
                                Json.object()
                                        .put("name", name)
                                        .put("content", text)
                                        .toJson()
                                        .toString())
                        .body())
                .path("policy.id")
                .text();
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP4")
    @Tag("C20")
    void marksPoliciesOfTheConfiguration(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/policies").page();
            page.locator("a:text-is('House rules')").waitFor();
            window.picture("console-policies-" + word(look));
            String row = page.locator("tbody tr:has-text('House rules')").textContent();
            page.locator("a:text-is('House rules')").click();
            page.locator(".note").first().waitFor();
            window.picture("console-policy-config-" + word(look));

            assertThat(row).contains("config sallyport.yaml:1", "Labs", "stays accepted");
            assertThat(page.locator(".prose h3").first().textContent()).isEqualTo("Be kind");
            assertThat(page.locator("[name=content]").count()).isZero();
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP4")
    @Tag("PO23")
    void writesAPolicyWithAPreviewThatRunsNothing() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/policies?new").page();
            page.locator("[name=name]").fill("Data rules");
            page.locator("[name=content]").fill("## Data\n\n* no **secrets**\n\n<img src=x onerror=alert(1)>");
            page.locator("[name=enforce_reacceptance]").check();
            window.picture("console-policy-new");

            assertThat(page.locator(".policy-preview li strong").textContent()).isEqualTo("secrets");
            assertThat(page.locator(".policy-preview").textContent()).contains("<img src=x");
            page.locator("button:text-is('Save the policy')").click();
            page.waitForURL("**/admin/policies?open=*");
            page.locator("h1:text-is('Data rules')").waitFor();
            assertThat(page.locator("[name=enforce_reacceptance]").isChecked()).isTrue();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    @Tag("AP5")
    @Tag("PO24")
    void publishesAVersionAndShowsWhatChanged(Look look) {
        String id = make("Terms " + word(look), FIRST);
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/policies?open=" + id).page();
            page.locator("[name=enforce_reacceptance]").check();
            page.locator("[name=content]").fill(SECOND);
            page.locator("button:text-is('Save')").click();
            page.locator("dialog").waitFor();
            window.picture("console-policy-publish-" + word(look));
            assertThat(page.locator("dialog").textContent()).contains("Keys that exist keep working.");

            page.locator("dialog .button-danger").click();
            page.locator(".tag:text-is('version 2')").waitFor();
            page.locator(".diff").waitFor();
            window.picture("console-policy-versions-" + word(look));
            assertThat(page.locator(".diff ins").allTextContents()).contains("people,", "animals");

            page.locator("#from").selectOption("");
            page.locator("#to").selectOption("1");
            assertThat(page.url()).endsWith("?open=" + id + "&to=1");
            assertThat(page.locator("#version").textContent()).contains("To people and to machines.");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("PO28")
    void assignsAPolicyToProfiles() {
        String id = make("Assigned", FIRST);
        root.post("/admin/api/profiles", "{\"name\": \"Open\", \"backends\": [\"one\"]}");
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/policies?open=" + id).page();
            page.locator("label:has-text('Open') input").check();
            page.locator("button:text-is('Save the choice')").click();
            page.locator(".toast").waitFor();

            assertThat(page.locator(".toast").textContent()).isEqualTo("One backend profile is changed.");
            assertThat(root.read("/admin/api/profiles").toString()).contains("\"policies\":[\"" + id + "\"]");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP14")
    void findsWhoAcceptedWhat(Look look) {
        try (Window window = open(look)) {
            Page page =
                    window.goTo("/admin/policies?tab=acceptances&search=ada").page();
            page.locator("tbody tr").first().waitFor();
            page.locator("select[aria-label=Policy]").selectOption(new SelectOption().setLabel("House rules"));
            page.waitForFunction("() => !document.querySelector('[aria-busy=true]')");
            window.picture("console-acceptances-" + word(look));

            assertThat(page.locator("tbody tr").count()).isEqualTo(1);
            assertThat(page.locator("tbody tr").textContent()).contains("ada@example.org", "House rules", "1", "Labs");
            assertThat(page.url()).contains("search=ada&policy=");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP3")
    @Tag("C20")
    void marksProfilesOfTheConfiguration(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/profiles").page();
            page.locator("a:text-is('Labs')").waitFor();
            window.picture("console-profiles-" + word(look));
            page.locator("a:text-is('Labs')").click();
            page.locator(".facts").waitFor();
            window.picture("console-profile-config-" + word(look));

            assertThat(page.locator(".facts").textContent()).contains("labs", "one", "House rules");
            assertThat(page.locator("main form").count()).isZero();
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    @Tag("AP3")
    @Tag("PO11")
    void makesAndDeletesAProfile(Look look) {
        String name = "Staff " + word(look);
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/profiles?new").page();
            page.locator("[name=name]").fill(name);
            page.locator("label:has-text('one') input").check();
            page.locator("label:has-text('House rules') input").check();
            page.locator("[name=oidc_groups]").fill("staff\n\nguests");
            page.locator("[name=enforce_expiry]").check();
            page.locator("[name=content_audit]").check();
            page.locator("[name=openwebui_headers]").check();
            page.locator("[name=max_keys_per_user]").fill("2");
            page.locator("text=Add a quota").click();
            page.locator("[data-part=amount]").fill("1000");
            page.locator("button:text-is('Add the backend profile')").click();
            assertThat(page.locator("#field-default_expiry_days-problem").textContent())
                    .contains("Say how many days");
            window.picture("console-profile-new-" + word(look));
            page.locator("[name=default_expiry_days]").fill("30");
            page.locator("button:text-is('Add the backend profile')").click();
            page.waitForURL("**/admin/profiles?open=*");
            page.locator("h1").getByText(name).waitFor();

            Json made = root.read("/admin/api/profiles/" + page.url().replaceAll(".*=", ""));
            assertThat(made.get("oidc_groups").toString()).isEqualTo("[\"staff\",\"guests\"]");
            assertThat(made.get("default_expiry_days").asLong()).isEqualTo(30);
            assertThat(made.get("quotas").toString()).contains("1000", "tokens", "key", "60");

            page.locator("button:text-is('Delete')").click();
            assertThat(page.locator("dialog").textContent()).contains("stops working at once");
            page.locator("dialog input").fill(name);
            page.locator("dialog .button-danger").click();
            page.waitForURL("**/admin/profiles");
            assertThat(root.read("/admin/api/profiles").toString()).doesNotContain(name);
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
