package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
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

/// The audit trail in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP9")
final class ConsoleAuditPageTest {
    private static final String STREAM = """
            data: {"choices":[{"index":0,"delta":{"content":"<b>Gu"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"ten Tag"}}]}

            data: [DONE]

            """;

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.whole(200, "text/event-stream", STREAM));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .word("content_capture", "full")
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    @BeforeAll
    void calls() {
        SseClient talk = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + GatewayHarness.KEY, "x-session-id", "talk-1"),
                "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hallo?\"}]}");
        talk.rest();
        talk.close();
        upstream.next(Script.json(400, "{\"error\":{\"message\":\"no\"}}"));
        try (SseClient lost = gateway.chat("chat", "")) {
            assertThat(lost.status()).isEqualTo(400);
        }
        gateway.settled(2);
        Installation.rows(gateway.database(), "select request_id from request_content", 2);
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        upstream.close();
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    void showsCallsOverTimeAndOneByOne(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/audit").page();
            page.locator(".audit-list tbody .tag-bad").waitFor();
            page.locator("svg[aria-label^='Calls over time']").waitFor();
            window.picture("console-audit-" + look.name().toLowerCase(Locale.ROOT));

            assertThat(page.locator(".audit-list tbody tr").count()).isEqualTo(2);
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AU4")
    void keepsItsFiltersInTheAddressAndOpensACallWithItsText() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/audit?success=true").page();
            page.locator(".audit-list tbody tr:has-text('chat')").waitFor();
            int shown = page.locator(".audit-list tbody tr").count();
            page.locator(".audit-list tbody a").first().click();
            page.locator("pre:has-text('Hallo?')").waitFor();

            assertThat(shown).isEqualTo(1);
            assertThat(page.locator("pre").last().textContent()).isEqualTo("<b>Guten Tag");
            assertThat(root.get("/admin/api/audit/events?action=request.read").body())
                    .contains("request.read");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void followsAConversationAndTheDeedsOfOperators() {
        root.post("/admin/api/keys", "{\"display_name\":\"build\"}");
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/audit?tab=threads").page();
            page.locator("a:text-is('talk-1')").click();
            page.locator(".audit-list tbody tr:has-text('chat')").waitFor();
            int calls = page.locator(".audit-list tbody tr").count();
            page.locator("nav.views a:text-is('Admin events')").click();
            page.locator("tbody tr:has-text('key.create')").first().waitFor();

            assertThat(calls).isEqualTo(1);
            assertThat(window.complaints()).isEmpty();
        }
    }
}
