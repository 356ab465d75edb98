package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Reports that wait for the database, beside calls that do not.
@Timeout(60)
final class ReportsApartTest {
    /// As many as there are for reports, and as many as this gateway has for calls.
    private static final int CONNECTIONS = 4;

    private static final String STUCK = """
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'""";

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, "{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}"));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("AU30")
    void takeNoConnectionFromTheKeyLookUpOfACall() throws SQLException {
        String key = Json.parse(send("POST", "/admin/api/keys", GatewayHarness.ADMIN_KEY, "{\"display_name\":\"any\"}")
                        .join()
                        .body())
                .get("api_key")
                .text();

        try (Connection lock = locked("usage_sum")) {
            List<CompletableFuture<HttpResponse<String>>> reports = Stream.generate(
                            () -> send("GET", "/admin/api/usage/summary", GatewayHarness.ADMIN_KEY, ""))
                    .limit(CONNECTIONS)
                    .toList();
            Await.until(() -> stuck() >= CONNECTIONS);
            HttpResponse<String> call = send(
                            "POST", "/v1/chat/completions", key, "{\"model\":\"chat\",\"messages\":[]}")
                    .join();

            assertThat(call.statusCode()).isEqualTo(200);
            assertThat(reports).noneMatch(CompletableFuture::isDone);
            lock.rollback();
            assertThat(reports)
                    .allSatisfy(report -> assertThat(report.join().statusCode()).isEqualTo(200));
        }
    }

    private Connection locked(String table) throws SQLException {
        var address = gateway.database().address();
        Connection connection = DriverManager.getConnection(
                address.url(), address.user(), address.password().reveal());
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table sallyport." + table + " in access exclusive mode");
        }
        return connection;
    }

    private int stuck() {
        return Integer.parseInt(gateway.database().rows(STUCK).getFirst().getFirst());
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path, String key, String json) {
        return client.sendAsync(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }
}
