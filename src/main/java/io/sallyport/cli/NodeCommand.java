package io.sallyport.cli;

import io.sallyport.fleet.agent.AgentSettings;
import io.sallyport.lang.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport node`: tells a gateway about the model servers of this machine.
@Command(
        name = "node",
        description = "Tell a gateway about the model servers of this machine, until stopped.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    private static final String KEY = "SALLYPORT_NODE_KEY";
    private static final String TOKEN = "SALLYPORT_NODE_TOKEN";

    private final Workbench workbench;

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--gateway", paramLabel = "URL", description = "Address of the gateway; else $SALLYPORT_BASE_URL.")
    private @Nullable String gateway;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Enrolment token, for the first start; else $" + TOKEN + ". A shared node key is read from $"
                    + KEY + ".")
    private @Nullable String token;

    @Option(names = "--host-id", paramLabel = "ID", description = "How the gateway calls this machine (its name).")
    private @Nullable String hostId;

    @Option(names = "--name", paramLabel = "NAME", description = "How people call it (the host id).")
    private @Nullable String name;

    @Option(
            names = "--advertise",
            paramLabel = "ADDRESS",
            description = "Address under which the gateway finds this machine (the one that leads to the gateway).")
    private @Nullable String advertise;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A model server, any number of times; without one the usual ports are looked at.")
    private List<String> servers = List.of();

    @Option(
            names = "--label",
            paramLabel = "NAME=WORD",
            description = "A word about this machine, such as site=cellar.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--port", defaultValue = "8801", paramLabel = "N", description = "Port of its own listener (8801).")
    private int port;

    @Option(names = "--data", paramLabel = "DIR", description = "Where its key is kept (~/.sallyport).")
    private @Nullable Path data;

    NodeCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        URI url = given(gateway, "SALLYPORT_BASE_URL")
                .map(text -> address(text, "--gateway"))
                .orElseThrow(() -> CommandFailed.badUsage("Which gateway? Say --gateway https://ai.example.com."));
        String host = hostId == null ? machine() : hostId;
        workbench.node(
                new AgentSettings(
                        url,
                        given(token, TOKEN).map(Secret::of),
                        given(null, KEY).map(Secret::of),
                        host,
                        name == null ? host : name,
                        Optional.ofNullable(advertise),
                        servers.stream().map(text -> address(text, "--server")).toList(),
                        labels,
                        port,
                        data == null ? Path.of(System.getProperty("user.home"), ".sallyport") : data.toAbsolutePath(),
                        AgentSettings.USUAL_INTERVAL),
                Objects.requireNonNull(command).commandLine().getOut());
        return 0;
    }

    private Optional<String> given(@Nullable String option, String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(workbench.environment().get(variable)))
                .filter(text -> !text.isBlank());
    }

    private static URI address(String text, String option) {
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Answered like an address of another kind.
        }
        throw CommandFailed.badUsage(option + " takes http(s)://host[:port].");
    }

    /// The machine's own name, in letters that a host id can have.
    private static String machine() {
        try {
            String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String bare = name.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[^a-z0-9]+", "");
            return bare.isEmpty() ? "node" : bare.substring(0, Math.min(64, bare.length()));
        } catch (UnknownHostException _) {
            return "node";
        }
    }
}
