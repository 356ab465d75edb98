package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Speaks to the operators' API of one gateway.
///
/// Errors: CommandFailed with what the gateway said, or that it cannot be reached.
final class OperatorClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG_PATIENCE = Duration.ofHours(1);
    private static final Duration GLANCE = Duration.ofSeconds(2);
    private static final int FIRST_ERROR = 400;

    private final URI base;
    private final Secret adminKey;
    private final Runnable whenClosed;
    private final HttpClient client = newClient();

    /// @param whenClosed ends what was started for this client only
    OperatorClient(URI base, Secret adminKey, Runnable whenClosed) {
        this.base = base;
        this.adminKey = adminKey;
        this.whenClosed = whenClosed;
    }

    /// Says whether a gateway answers at this address.
    static boolean answersAt(URI base) {
        return statusOf(base, "/health").isPresent();
    }

    /// The status with which a gateway says whether it takes calls; empty when none answers.
    static OptionalInt readinessOf(URI base) {
        return statusOf(base, "/readyz");
    }

    private static OptionalInt statusOf(URI base, String path) {
        try (HttpClient client = newClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(at(base, path)).timeout(GLANCE).build();
            return OptionalInt.of(
                    client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /// @param query parameters; those with an empty value are left out
    Json get(String path, Map<String, String> query) {
        String text = query.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> encoded(entry.getKey()) + '=' + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send("GET", text.isEmpty() ? path : path + '?' + text, BodyPublishers.noBody());
    }

    Json post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    Json post(String path, Json body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()));
    }

    /// As [#post(String, Json)], for work that takes its time.
    Json postAndWait(String path, Json body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()), LONG_PATIENCE);
    }

    Json put(String path, Json body) {
        return send("PUT", path, BodyPublishers.ofString(body.toString()));
    }

    /// As [#put(String, Json)], for work that takes its time.
    Json putAndWait(String path, Json body) {
        return send("PUT", path, BodyPublishers.ofString(body.toString()), LONG_PATIENCE);
    }

    Json patch(String path, Json body) {
        return send("PATCH", path, BodyPublishers.ofString(body.toString()));
    }

    Json delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    @Override
    public void close() {
        client.close();
        whenClosed.run();
    }

    /// Escapes one segment of a path.
    static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    private Json send(String method, String path, BodyPublisher body) {
        return send(method, path, body, PATIENCE);
    }

    private Json send(String method, String path, BodyPublisher body, Duration patience) {
        try {
            HttpRequest request = HttpRequest.newBuilder(at(base, path))
                    .timeout(patience)
                    .header("authorization", "Bearer " + adminKey.reveal())
                    .header("content-type", "application/json")
                    .method(method, body)
                    .build();
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw CommandFailed.failed("No gateway can be reached at " + base + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.failed("Interrupted while waiting for " + base + ".");
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage("Not an address of a gateway, or not a key: " + base);
        }
    }

    private Json answer(HttpResponse<String> response) {
        Json body = json(response.body());
        if (response.statusCode() >= FIRST_ERROR) {
            String said = body.path("error.message").textOr("The gateway gives no reason.");
            throw CommandFailed.failed("The gateway answers " + response.statusCode() + ": " + said);
        }
        if (!body.isObject()) {
            throw CommandFailed.failed(base + " answers, but not like a gateway.");
        }
        return body;
    }

    private static Json json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonProblem e) {
            return Json.NULL;
        }
    }

    private static URI at(URI base, String path) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) + path : text + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(GLANCE)
                .build();
    }
}
