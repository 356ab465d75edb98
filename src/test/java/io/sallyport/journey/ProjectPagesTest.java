package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who manages a tenant makes, names and restricts its projects; who belongs to it otherwise does not.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("ID21")
final class ProjectPagesTest {
    private final GatewayHarness gateway = GatewayHarness.with().start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final Person owner = Person.in(gateway, "olga@example.org");
    private final Person viewer = Person.in(gateway, "vera@example.org");
    private final Person stranger = Person.in(gateway, "stefan@example.org");
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    /// The id of a new tenant that has an owner and a viewer.
    private String tenant(String name) {
        String id = Json.parse(operator.post("/admin/api/tenants", "{\"name\":\"" + name + "\"}")
                        .body())
                .get("id")
                .text();
        operator.send("PUT", "/api/tenants/" + id + "/members/" + owner.user().id(), "{\"role\":\"owner\"}");
        operator.send("PUT", "/api/tenants/" + id + "/members/" + viewer.user().id(), "{\"role\":\"viewer\"}");
        return id;
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_LIGHT", "NARROW_DARK"})
    void addsNamesAndRestrictsAProject(Look look) {
        String id = tenant("Research " + look.name().toLowerCase(Locale.ROOT));
        try (Window window = browser.open(gateway.url(), look, owner.cookie())) {
            Page page = window.goTo("/account/projects?tenant=" + id).page();
            page.locator("text=Add a project").click();
            page.locator("[name=name]").fill("Robots");
            page.locator("[name=limits]").check();
            page.locator("[name=models]").fill("gpt-*\nsmall");
            page.locator("button:text-is('Add the project')").click();
            page.locator("tbody a:text-is('Robots')").waitFor();
            window.picture("projects-" + look.name().toLowerCase(Locale.ROOT));
            assertThat(page.locator("tbody").textContent()).contains("gpt-*", "small");
            assertThat(window.overflow()).isNotPositive();

            page.locator("tbody a:text-is('Robots')").click();
            page.locator("[name=name]").fill("Machines");
            page.locator("[name=limits]").uncheck();
            page.locator("button:text-is('Save')").click();
            page.locator(".toast").waitFor();
            window.picture("project-" + look.name().toLowerCase(Locale.ROOT));

            assertThat(page.locator("h1").textContent()).isEqualTo("Machines");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
        assertThat(named(owner.read("/api/tenants/" + id + "/projects"), "Machines")
                        .get("allowed_models")
                        .isPresent())
                .isFalse();
    }

    @Test
    void saysBesideTheFieldThatANameIsTaken() {
        String id = tenant("Taken");
        owner.post("/api/tenants/" + id + "/projects", "{\"name\":\"Robots\"}");
        try (Window window = browser.open(gateway.url(), Look.WIDE_DARK, owner.cookie())) {
            Page page = window.goTo("/account/projects?tenant=" + id + "&new").page();
            page.locator("[name=name]").fill("ROBOTS");
            page.locator("button:text-is('Add the project')").click();
            page.locator(".form-problem:not(:empty)").waitFor();

            assertThat(page.locator(".form-problem").textContent()).contains("has this name");
        }
    }

    @Test
    @Tag("J01")
    void letsViewersLookAndStrangersNot() {
        String id = tenant("Looked at");
        String home = "/api/tenants/" + id + "/projects";
        HttpResponse<String> made = owner.post(home, "{\"name\":\"Robots\",\"allowed_models\":[]}");
        String project = home + "/" + Json.parse(made.body()).get("id").text();

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(viewer.read(home).get("data").elements()).hasSize(2);
        assertThat(List.of(
                        viewer.post(home, "{\"name\":\"Mine\"}").statusCode(),
                        viewer.send("PUT", project, "{\"name\":\"Mine\"}").statusCode(),
                        stranger.get(home).statusCode(),
                        stranger.send("PUT", project, "{\"name\":\"Mine\"}").statusCode()))
                .containsExactly(403, 403, 404, 404);
        assertThat(owner.send("PUT", home + "/missing", "{\"name\":\"Mine\"}").statusCode())
                .isEqualTo(404);
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, viewer.cookie())) {
            Page page = window.goTo("/account/projects?tenant=" + id).page();
            assertThat(page.locator("tbody").textContent()).contains("Robots", "none");
            assertThat(page.locator("text=Add a project").count()).isZero();
        }
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, stranger.cookie())) {
            assertThat(window.goTo("/account/projects?tenant=" + id)
                            .page()
                            .locator("main")
                            .textContent())
                    .contains("You look after no tenant");
        }
    }

    private static Json named(Json page, String name) {
        return page.get("data").elements().stream()
                .filter(project -> project.get("name").text().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
