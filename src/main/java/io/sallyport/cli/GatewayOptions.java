package io.sallyport.cli;

import io.sallyport.cli.Workbench.Place;
import io.sallyport.cli.Workbench.Standby;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The options of commands for operators: which gateway, with which key, and how to print.
///
/// Without an address the gateway of the data folder is asked; when none runs, one is started for the command.
final class GatewayOptions {
    private static final String BASE_URL = "SALLYPORT_BASE_URL";
    private static final String ADMIN_KEY = "SALLYPORT_ADMIN_KEY";

    private final Workbench workbench;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Address of the gateway; else $" + BASE_URL + ", else the one of the data folder.")
    private @Nullable String baseUrl;

    @Option(
            names = "--admin-key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            description = "Key for operators; else $" + ADMIN_KEY + ", else the one made at the first run.")
    private @Nullable String adminKey;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data folder of the gateway (~/.sallyport).")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings of the gateway, for when none runs.")
    private @Nullable Path config;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON for programs.")
    private boolean json;

    GatewayOptions(Workbench workbench) {
        this.workbench = workbench;
    }

    /// Asks the gateway and prints its answer, as JSON when that is wanted.
    ///
    /// @return exit code 0
    int print(Function<OperatorClient, Json> question, Function<Json, String> words) {
        try (OperatorClient client = open()) {
            Json answer = question.apply(client);
            return print(answer, () -> words.apply(answer));
        }
    }

    /// Prints words for people, or JSON for programs.
    int print(Json answer, Supplier<String> words) {
        out().println(json ? answer.toString() : words.get());
        return 0;
    }

    PrintWriter out() {
        return Objects.requireNonNull(command).commandLine().getOut();
    }

    Place place() {
        Path folder = data == null ? Path.of(System.getProperty("user.home"), ".sallyport") : data.toAbsolutePath();
        return new Place(Optional.ofNullable(config), folder);
    }

    /// The gateway of the data folder, when one answers.
    Optional<URI> running() {
        Json first = firstRun();
        return first.get("url").isText()
                ? Optional.of(URI.create(first.get("url").text())).filter(OperatorClient::answersAt)
                : Optional.empty();
    }

    private OperatorClient open() {
        Optional<URI> told = given(baseUrl, BASE_URL).map(GatewayOptions::address);
        Optional<URI> found = told.isPresent() ? told : running();
        if (found.isPresent()) {
            return new OperatorClient(found.get(), key(found.get()), () -> {});
        }
        Standby standby = workbench.standBy(place());
        return new OperatorClient(standby.url(), standby.adminKey(), standby::close);
    }

    /// The key of the first run is shown to the gateway that made it, to no other.
    private Secret key(URI gateway) {
        Json first = firstRun();
        Optional<String> own = first.get("admin_key").isText()
                        && gateway.toString().equals(first.get("url").textOr(""))
                ? Optional.of(first.get("admin_key").text())
                : Optional.empty();
        return given(adminKey, ADMIN_KEY)
                .or(() -> own)
                .map(Secret::of)
                .orElseThrow(() ->
                        CommandFailed.badUsage("A key for operators is needed: --admin-key or $" + ADMIN_KEY + "."));
    }

    private Optional<String> given(@Nullable String option, String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(workbench.environment().get(variable)))
                .filter(text -> !text.isBlank());
    }

    private static URI address(String text) {
        if (!text.startsWith("http://") && !text.startsWith("https://")) {
            throw CommandFailed.badUsage("The address of a gateway starts with http:// or https://.");
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage("This is no address: " + text);
        }
    }

    private Json firstRun() {
        Path file = place().dataFolder().resolve("first-run.json");
        try {
            return Files.exists(file) ? Json.parse(Files.readString(file)) : Json.NULL;
        } catch (IOException | JsonProblem e) {
            return Json.NULL;
        }
    }
}
