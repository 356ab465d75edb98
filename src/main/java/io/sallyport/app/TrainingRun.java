package io.sallyport.app;

import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import io.sallyport.telemetry.LogSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A short life of a gateway on scratch data, so that a start-up cache learns which classes are needed.
final class TrainingRun {
    private static final int CALLS = 50;

    private final Map<String, String> environment;

    TrainingRun(Map<String, String> environment) {
        this.environment = environment;
    }

    int run(PrintWriter out, PrintWriter err) {
        try {
            Path folder = Files.createTempDirectory("sallyport-warm-up");
            try {
                train(folder);
            } finally {
                delete(folder);
            }
            out.println("warm");
            return 0;
        } catch (IOException | RuntimeException e) {
            err.println("sallyport: the training run failed: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void train(Path folder) throws IOException, InterruptedException {
        Map<String, String> options = Map.of("server.port", "0", "server.metrics_port", "0");
        Accepted<Settings> settings = (Accepted<Settings>)
                GatewayStarter.settingsReader().read(new Source(Optional.empty(), Map.of(), options));
        Launch launch = new Launch(
                new SettingsInForce(settings),
                folder,
                environment,
                Clock.systemUTC(),
                Version.service(),
                Search.SIMULATED,
                FirstKeys.MADE);
        try (LogSetup _ = LogSetup.start(settings.value().log(), Version.service())) {
            train(Gateway.start(launch));
        }
    }

    private static void train(Gateway gateway) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < CALLS; i++) {
                call(client, gateway, i % 2 == 0 ? "false" : "true");
            }
        }
        gateway.stop();
    }

    private static void call(HttpClient client, Gateway gateway, String stream)
            throws IOException, InterruptedException {
        String key = gateway.firstKeys().orElseThrow().api().reveal();
        String body = "{\"model\":\"sim-1\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = client.send(request, BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("a training call was answered with " + status);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
