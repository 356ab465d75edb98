package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport smoke`: one small call with what a client has, to see whether it gets an answer.
///
/// Source: requirement CL5.
@Command(
        name = "smoke",
        description = "Make one call as a client would: $GENIEHIVE_BASE_URL, $GENIEHIVE_API_KEY, $GENIEHIVE_MODEL.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:there was an answer",
            "1:the call failed, or the answer is empty or not readable",
            "2:a variable is missing"
        },
        mixinStandardHelpOptions = true)
final class SmokeCommand implements Callable<Integer> {
    private static final String BASE_URL = "GENIEHIVE_BASE_URL";
    private static final String API_KEY = "GENIEHIVE_API_KEY";
    private static final String MODEL = "GENIEHIVE_MODEL";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int FINE = 200;
    private static final int SHOWN = 300;

    private final Workbench workbench;

    @Spec
    private @Nullable CommandSpec command;

    SmokeCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        Map<String, String> environment = workbench.environment();
        List<String> missing = new ArrayList<>(List.of(BASE_URL, API_KEY, MODEL));
        missing.removeIf(name -> !environment.getOrDefault(name, "").isBlank());
        if (!missing.isEmpty()) {
            throw CommandFailed.badUsage("Set " + String.join(", ", missing) + ".");
        }
        String content = content(answer(environment));
        Objects.requireNonNull(command)
                .commandLine()
                .getOut()
                .println(environment.get(MODEL) + " answers: "
                        + content.substring(0, Math.min(SHOWN, content.length())));
        return 0;
    }

    private static HttpResponse<String> answer(Map<String, String> environment) {
        String base = Objects.requireNonNull(environment.get(BASE_URL))
                .replaceAll("/+$", "")
                .replaceAll("/v1$", "");
        String body = Json.object()
                .put("model", Objects.requireNonNull(environment.get(MODEL)))
                .put(
                        "messages",
                        Json.array()
                                .add(Json.object()
                                        .put("role", "user")
                                        .put("content", "Answer with one short sentence, so that I see you work.")))
                .toJson()
                .toString();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
                    .timeout(PATIENCE)
                    .header("authorization", "Bearer " + environment.get(API_KEY))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw CommandFailed.failed("No gateway can be reached at " + base + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.failed("Interrupted while waiting for " + base + ".");
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage("This is no address, or no key: " + base);
        }
    }

    private static String content(HttpResponse<String> answer) {
        Json body;
        try {
            body = Json.parse(answer.body());
        } catch (JsonProblem e) {
            throw CommandFailed.failed("The answer (" + answer.statusCode() + ") is not JSON.");
        }
        if (answer.statusCode() != FINE) {
            String said = body.path("error.message").textOr("The gateway gives no reason.");
            throw CommandFailed.failed("The gateway answers " + answer.statusCode() + ": " + said);
        }
        String content = body.path("choices.0.message.content").textOr("");
        if (content.isBlank()) {
            throw CommandFailed.failed("The assistant says nothing.");
        }
        return content;
    }
}
