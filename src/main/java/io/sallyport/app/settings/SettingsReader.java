package io.sallyport.app.settings;

import io.sallyport.crypto.FileRights;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Declared;
import io.sallyport.json.yaml.Environment;
import io.sallyport.json.yaml.Input;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.SchemaText;
import io.sallyport.json.yaml.YamlReader;
import io.sallyport.json.yaml.YamlReader.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the settings: command line before environment before `.env` before file before defaults.
public final class SettingsReader {
    /// What the gateway runs with when no file is given.
    public static final String FIRST_MINUTE = "first-minute.yaml";

    private static final String VARIABLES = ".env";

    static final Map<String, String> BARE_NAMES =
            Map.of("DATABASE_URL", "database.url", "REDIS_URL", "redis.url", "LOG_LEVEL", "observability.log_level");

    private final Choices choices;

    public SettingsReader(Choices choices) {
        this.choices = choices;
    }

    /// Where settings are read from.
    ///
    /// @param file empty for the built-in first-minute settings
    /// @param environment variables of the process
    /// @param options from the command line, by path such as `server.port`
    public record Source(Optional<Path> file, Map<String, String> environment, Map<String, String> options) {}

    /// Either checked settings or every problem at once; a file that cannot be read is one.
    public Outcome<Settings> read(Source source) {
        Input input;
        boolean isOpen;
        try {
            input = input(source);
            isOpen = isReadByEverybody(folder(source).resolve(VARIABLES));
        } catch (IOException e) {
            String file = source.file().map(Path::toString).orElse(FIRST_MINUTE);
            return new Outcome.Rejected<>(List.of(new Problem(file, 0, "", "cannot be read as text")), Set.of());
        }
        return YamlReader.read(input, root -> {
            if (isOpen) {
                root.notice(VARIABLES + ": everybody on this machine can read it; run: chmod 600 " + VARIABLES);
            }
            return Settings.read(root, choices);
        });
    }

    private static boolean isReadByEverybody(Path file) throws IOException {
        return Files.isRegularFile(file) && FileRights.isReadByEverybody(file);
    }

    /// The variables of the process, and behind them those of the `.env` file beside the settings.
    ///
    /// Errors: UncheckedIOException when that file cannot be read; [#read(Source)] has then refused it already.
    public static Map<String, String> variables(Source source) {
        try {
            return environment(source).values();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every key with its type, default and meaning.
    public Declared.Group declared() {
        return YamlReader.declared(root -> Settings.read(root, choices));
    }

    /// The JSON Schema of the file.
    public Json schema() {
        return SchemaText.of(declared(), "Settings of the Sallyport gateway");
    }

    private static Input input(Source source) throws IOException {
        return new Input(
                source.file().map(file -> String.valueOf(file.getFileName())).orElse(FIRST_MINUTE),
                text(source.file()),
                folder(source),
                environment(source),
                BARE_NAMES,
                source.options());
    }

    private static Environment environment(Source source) throws IOException {
        return Environment.of(source.environment()).withFile(folder(source).resolve(VARIABLES));
    }

    private static Path folder(Source source) {
        return source.file()
                .map(file ->
                        Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/")))
                .orElse(Path.of(""));
    }

    private static String text(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            return Files.readString(file.get());
        }
        try (InputStream builtIn = SettingsReader.class.getResourceAsStream("/config/" + FIRST_MINUTE)) {
            if (builtIn == null) {
                throw new IllegalStateException(FIRST_MINUTE + " is not in the jar");
            }
            return new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
