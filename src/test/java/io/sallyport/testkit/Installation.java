package io.sallyport.testkit;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.app.Gateway;
import io.sallyport.app.Launch;
import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.SettingsText;
import io.sallyport.telemetry.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A gateway started from a settings file as operators write it, and what clients and operators do with it.
///
/// Ports and database are overridden by the environment, so that sample files run as they are.
public final class Installation implements AutoCloseable {
    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    private Installation(Gateway gateway) {
        this.gateway = gateway;
    }

    /// Errors: IllegalArgumentException that names every problem of the settings.
    public static Installation of(String yaml, TestDatabase database, Map<String, String> environment) {
        // A machine that runs tests beside it may be slow.
        Map<String, String> variables = new HashMap<>(
                Map.of("SALLYPORT_DATABASE_ACQUIRE_TIMEOUT", "10s", "SALLYPORT_DATABASE_STATEMENT_TIMEOUT", "10s"));
        variables.putAll(environment);
        variables.put("SALLYPORT_SERVER_PORT", "0");
        variables.put("SALLYPORT_SERVER_METRICS_PORT", "0");
        variables.putIfAbsent("SALLYPORT_DATABASE_URL", database.address().url());
        variables.put("SALLYPORT_DATABASE_USER", database.address().user());
        variables.put(
                "SALLYPORT_DATABASE_PASSWORD", database.address().password().reveal());
        try {
            Path folder = Files.createTempDirectory("installation");
            Path file = Files.writeString(folder.resolve("sallyport.yaml"), yaml);
            Launch launch = new Launch(
                    SettingsText.inForce(file, variables),
                    folder,
                    variables,
                    Clock.systemUTC(),
                    new Service("sallyport", "test", "test"),
                    Search.NONE,
                    FirstKeys.NONE);
            return new Installation(Gateway.start(launch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A sample of the folder `config`.
    public static String sample(String name) {
        try {
            return Files.readString(Path.of("config", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return gateway.url();
    }

    public URI metricsUrl() {
        return gateway.metricsUrl();
    }

    /// Runs an operators' command against this gateway.
    public Ended command(String adminKey, String words) {
        return Commands.run(
                Map.of("SALLYPORT_BASE_URL", url().toString(), "SALLYPORT_ADMIN_KEY", adminKey), words.split(" "));
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    /// One short chat.
    public HttpResponse<String> chat(String key, String model, String text) {
        return post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}",
                "authorization",
                "Bearer " + key);
    }

    /// @param headers names and values in turn
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        return Sending.text(client, Sending.with(request, headers));
    }

    /// The rows of a query once there are so many; the request log is written behind the answers.
    public static List<List<String>> rows(TestDatabase database, String sql, int count) {
        return Await.answer(() -> database.rows(sql), rows -> rows.size() >= count);
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
