package io.sallyport.fleet.agent;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Small questions to servers nearby.
///
/// Threads: safe; every method waits.
final class Web implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FINE = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(GLANCE)
            .build();

    /// What came back.
    record Reply(int status, Json body) {
        String message() {
            return body.path("error.message").textOr("it gives no reason");
        }

        boolean says(String code) {
            return body.path("error.code").textOr("").equals(code);
        }
    }

    /// The JSON at an address; empty for any other answer, and for none.
    Optional<Json> json(URI url) {
        return text(url).flatMap(text -> {
            try {
                return Optional.of(Json.parse(text));
            } catch (JsonProblem _) {
                return Optional.empty();
            }
        });
    }

    /// The text at an address; empty unless the answer is 200.
    Optional<String> text(URI url) {
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(url).timeout(GLANCE).build(), BodyHandlers.ofString());
            return answer.statusCode() == FINE ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Errors: IOException when there is no answer.
    Reply post(URI url, Map<String, String> headers, Bytes body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.toArray()));
        headers.forEach(request::header);
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        try {
            return new Reply(answer.statusCode(), Json.parse(answer.body()));
        } catch (JsonProblem _) {
            return new Reply(answer.statusCode(), Json.NULL);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
