package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nodes in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("RO27")
final class ConsoleNodesPageTest {
    private final GatewayHarness gateway = GatewayHarness.with().start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void closes() {
        client.close();
        browser.close();
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    void showsANodeAndObeysTheOperator(Look look) throws IOException, InterruptedException {
        String host = look.name().toLowerCase(Locale.ROOT).replace('_', '-');
        register(host, key(host));
        try (Window window = browser.open(gateway.url(), look, root.cookie())) {
            Page page = window.goTo("/admin/nodes").page();
            page.locator("tr:has-text('" + host + "')").waitFor();
            String row = page.locator("tr:has-text('" + host + "')").textContent();
            window.picture("console-nodes-" + host);
            assertThat(window.overflow()).isNotPositive();
            page.locator("tr:has-text('" + host + "') a").click();
            page.locator("button:text-is('Drain')").click();
            page.locator(".tag:text-is('draining')").waitFor();
            page.locator("button:text-is('Resume')").click();
            page.locator(".tag:text-is('available')").waitFor();
            page.locator("button:text-is('Quarantine')").click();
            page.locator(".tag:text-is('quarantined')").waitFor();
            window.picture("console-node-" + host);

            assertThat(row).contains("available", "qwen3:8b", "of 2", "8.9 GB of 24.0 GB");
            assertThat(page.locator("main").textContent())
                    .contains("do not get here", "RTX 4090", "http://127.0.0.1:11434");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("R01")
    void showsTheTokenOnceWithTheCommandForTheNode() {
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, root.cookie())) {
            Page page = window.goTo("/admin/nodes?new").page();
            page.locator("[name=name]").fill("The cellar");
            page.locator("[name=host]").fill("cellar-1");
            page.locator("[name=labels]").fill("no label");
            page.locator("button:text-is('Make the token')").click();
            page.locator(".field-problem:has-text('name=word')").waitFor();
            page.locator("[name=labels]").fill("trust_tier=core");
            page.locator("button:text-is('Make the token')").click();
            String command = page.locator("dialog code").textContent();
            window.picture("console-node-token");
            page.locator("button:text-is('I have it')").click();
            page.waitForURL("**/admin/nodes");
            window.goTo("/admin/nodes?tab=keys");
            page.locator("tr:has-text('The cellar')").waitFor();

            assertThat(command).contains("./sallyport node --gateway http", "--token et-", "--host-id cellar-1");
            assertThat(page.locator("main").textContent()).contains("et-", ".****", "enrolment token", "active");
            assertThat(page.locator("main").textContent())
                    .doesNotContain(command.replaceAll(".*--token (\\S+).*", "$1"));
            page.locator("button:text-is('Revoke')").first().click();
            page.locator("dialog button:text-is('Revoke the token')").click();
            page.locator(".tag:text-is('revoked')").waitFor();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private String key(String host) throws IOException, InterruptedException {
        String token = post(
                        "/admin/api/node-keys", "{\"name\":\"" + host + "\"}", "x-api-key", GatewayHarness.ADMIN_KEY)
                .get("token")
                .text();
        return post("/v1/nodes/enrol", "{\"host_id\":\"" + host + "\"}", "x-sallyport-node-key", token)
                .get("node_key")
                .text();
    }

    private void register(String host, String key) throws IOException, InterruptedException {
        String body = """
                {"host_id": "%1$s", "address": "127.0.0.1", "labels": {"site": "cellar"},
                 "resources": {"gpus": [{"name": "RTX 4090", "memory_total_mb": 24564, "memory_used_mb": 9120}]},
                 "services": [{"service_id": "%1$s/ollama/chat", "kind": "chat", "endpoint": "http://127.0.0.1:11434",
                   "runtime": {"engine": "ollama"}, "observed": {"p50_latency_ms": 920, "queue_depth": 2},
                   "assets": [{"asset_id": "qwen3:8b", "loaded": true}, {"asset_id": "llama3.2", "loaded": false}]}]}
                """.formatted(host);
        assertThat(post("/v1/nodes/register", body, "x-sallyport-node-key", key)
                        .get("status")
                        .text())
                .isEqualTo("ok");
    }

    private Json post(String path, String body, String header, String value) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .header("content-type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(body))
                .build();
        return Json.parse(client.send(request, BodyHandlers.ofString()).body());
    }
}
