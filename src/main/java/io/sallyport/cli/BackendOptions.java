package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that describe a backend. A key is never an option itself: other users of the machine could read
/// it.
final class BackendOptions {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([sm]?)");
    private static final long SECONDS_PER_MINUTE = 60;

    @Option(names = "--kind", paramLabel = "KIND", description = "Its provider, such as openai or ollama.")
    private @Nullable String kind;

    @Option(names = "--url", paramLabel = "URL", description = "Its address; else the usual one of the kind.")
    private @Nullable String url;

    @Option(
            names = "--credential",
            paramLabel = "WHOSE",
            description = "Whose key it is shown: none, own (the gateway's) or client.")
    private @Nullable String credential;

    @Option(names = "--key-env", paramLabel = "VARIABLE", description = "Environment variable that holds its API key.")
    private @Nullable String keyVariable;

    @Option(names = "--key-file", paramLabel = "FILE", description = "File that holds its API key.")
    private @Nullable Path keyFile;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "A header line added to every call; repeatable. All of them are replaced.")
    private @Nullable Map<String, String> headers;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "A further word of its kind, such as region; repeatable. All of them are replaced.")
    private @Nullable Map<String, String> options;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "What bounds of aliases ask for; repeatable. All of them are replaced.")
    private @Nullable Map<String, String> labels;

    @Option(names = "--model", paramLabel = "MODEL", description = "A model it serves; repeatable. Without: any.")
    private @Nullable List<String> models;

    @Option(names = "--any-model", description = "It serves whatever is asked for.")
    private boolean anyModel;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Longest wait for its first byte: 90s, 5m.")
    private @Nullable String timeout;

    @Option(
            names = "--skip-tls-verify",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether it may show any certificate.")
    private @Nullable Boolean skipTlsVerify;

    @Option(names = "--enabled", arity = "1", paramLabel = "true|false", description = "Whether it takes calls.")
    private @Nullable Boolean enabled;

    /// What was said, as the operators' API takes it.
    JsonObject body(Map<String, String> environment) {
        JsonObject body = Json.object();
        put(body, "kind", kind);
        put(body, "base_url", url);
        put(body, "credential", credential);
        key(environment).ifPresent(key -> body.put("api_key", key));
        put(body, "headers", headers);
        put(body, "options", options);
        put(body, "labels", labels);
        if (models != null || anyModel) {
            body.put("models", names());
        }
        if (timeout != null) {
            body.put("timeout_seconds", seconds(timeout));
        }
        put(body, "skip_tls_verify", skipTlsVerify);
        put(body, "enabled", enabled);
        return body;
    }

    private JsonArray names() {
        JsonArray names = Json.array();
        if (models != null) {
            models.forEach(names::add);
        }
        return names;
    }

    private Optional<String> key(Map<String, String> environment) {
        if (keyVariable != null && keyFile != null) {
            throw CommandFailed.badUsage("--key-env and --key-file are both given; keep one.");
        }
        if (keyVariable != null) {
            String variable = keyVariable;
            return Optional.of(Optional.ofNullable(environment.get(variable))
                    .map(String::strip)
                    .filter(key -> !key.isEmpty())
                    .orElseThrow(
                            () -> CommandFailed.badUsage("The environment variable " + variable + " is not set.")));
        }
        return Optional.ofNullable(keyFile).map(BackendOptions::read);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CommandFailed.badUsage("The file " + file + " cannot be read.");
        }
    }

    private static long seconds(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw CommandFailed.badUsage("--timeout takes a time such as 90s or 5m.");
        }
        return Long.parseLong(time.group(1)) * ("m".equals(time.group(2)) ? SECONDS_PER_MINUTE : 1);
    }

    private static void put(JsonObject body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static void put(JsonObject body, String name, @Nullable Map<String, String> words) {
        if (words != null) {
            JsonObject object = Json.object();
            words.forEach(object::put);
            body.put(name, object);
        }
    }

    private static void put(JsonObject body, String name, @Nullable Boolean value) {
        if (value != null) {
            body.put(name, value.booleanValue());
        }
    }
}
