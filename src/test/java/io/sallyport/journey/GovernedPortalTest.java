package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.Employee;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the pages of a governed company give an employee: two instances, an identity provider, a browser, an SDK.
@Tag("G14")
final class GovernedPortalTest {
    private static final Pattern ENTRY = Pattern.compile("model: \"(.+)\"\\s+apiBase: \"(.+)\"\\s+apiKey: \"(.+)\"");

    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
             "logprobs":null,"message":{"role":"assistant","content":"an answer to remember","refusal":null}}],
             "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GovernedCompany company = new GovernedCompany(upstream);
    private final Installation here = company.open("Be kind.");
    private final Installation there = company.open("Be kind.");
    private final Browser browser = Browser.start();
    private final Employee ada = new Employee();

    @AfterEach
    void close() {
        ada.close();
        browser.close();
        there.close();
        here.close();
        company.close();
        upstream.close();
    }

    @Test
    @Tag("UP9")
    @Tag("UP10")
    @Tag("UP11")
    void setsUpAnEditorThatCallsWithEveryKeyThatOptedIn() {
        company.says("ada", "gasket-users");
        ada.signIn(there.url());
        acceptsAndMakes("one", "two");

        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signedIn(window, "/connect?client=continue");
            String file = page.locator(".code-block:has-text('schema: v1')").textContent();
            List<MatchResult> entries = ENTRY.matcher(file).results().toList();

            assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
            assertThat(page.locator(".banner strong").textContent()).isEqualTo("tonight");
            assertThat(entries).hasSize(2);
            assertThat(entries).extracting(entry -> entry.group(3)).doesNotHaveDuplicates();
            assertThat(entries)
                    .extracting(entry -> answer(entry.group(2), entry.group(3), entry.group(1)))
                    .containsOnly("an answer to remember");
        }
    }

    @Test
    @Tag("ID9")
    void leadsToSignInWhenTheSessionIsOver() {
        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signedIn(window, "/keys");
            company.database().execute("update session set expires_at = now() - interval '1 second'");

            page.navigate("/keys");

            assertThat(page.url()).endsWith("/login?next=%2Fkeys");
            assertThat(page.evaluate("async () => (await fetch('/api/me')).status"))
                    .isEqualTo(401);
        }
    }

    @Test
    @Tag("ID8")
    void leadsWhereTheCompanySaysAfterSigningOut() {
        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signedIn(window, "/keys");
            page.route(GovernedCompany.AFTERWARDS, route -> route.fulfill(new FulfillOptions().setBody("Goodbye.")));

            page.locator(".bar-leave").click();
            page.waitForURL(GovernedCompany.AFTERWARDS);

            assertThat(page.textContent("body")).isEqualTo("Goodbye.");
            assertThat(company.database().rows("select count(*) from session")).containsExactly(List.of("0"));
        }
    }

    /// The browser asks for a page, is sent to the provider, and comes back to the page.
    private Page signedIn(Window window, String path) {
        company.says("ada", "gasket-users");
        Page page = window.goTo(path).page();
        page.locator("text=Sign in with single sign-on").click();
        page.waitForURL("**" + path);
        page.locator("main h1").waitFor();
        return page;
    }

    private void acceptsAndMakes(String... names) {
        Json profile = ada.read(there.url(), "/api/profiles").get("data").at(0);
        String id = profile.get("id").text();
        String policy = profile.path("policies.0.id").text();
        ada.post(there.url(), "/api/profiles/" + id + "/accept", "{\"policy\":\"" + policy + "\",\"version\":1}");
        for (String name : names) {
            String wish = "{\"name\":\"" + name + "\",\"profile\":\"" + id + "\",\"continue_opt_in\":true}";
            assertThat(ada.post(there.url(), "/api/keys", wish).statusCode()).isEqualTo(201);
        }
    }

    private static String answer(String address, String key, String model) {
        OpenAIClient client =
                OpenAIOkHttpClient.builder().baseUrl(address).apiKey(key).build();
        try {
            return client.chat()
                    .completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model(model)
                            .addUserMessage("hello")
                            .build())
                    .choices()
                    .getFirst()
                    .message()
                    .content()
                    .orElseThrow();
        } finally {
            client.close();
        }
    }
}
