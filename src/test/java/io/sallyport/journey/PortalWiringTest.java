package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.GatewayHarness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// A whole gateway has its pages on the main port, and only there.
final class PortalWiringTest {

    @Test
    void sendsStrangersToTheSignIn() throws Exception {
        try (GatewayHarness gateway = GatewayHarness.with().start();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> home = get(client, gateway.url().resolve("/"));
            HttpResponse<String> login = get(client, gateway.url().resolve("/login"));
            HttpResponse<String> missing = get(client, gateway.url().resolve("/nowhere"));
            HttpResponse<String> forPrograms = get(client, gateway.url().resolve("/v1/nowhere"));

            assertThat(home.headers().firstValue("location")).hasValue("/login");
            assertThat(login.body()).contains("<h1>Sign in</h1>");
            assertThat(missing.body()).contains("<h1>There is nothing here</h1>");
            assertThat(forPrograms.body()).startsWith("{\"error\":");
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(url).header("accept", "text/html").build(), BodyHandlers.ofString());
    }
}
