package io.sallyport.fleet.agent;

import io.sallyport.lang.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a node agent is told.
///
/// @param gateway address of the gateway
/// @param token exchanged for a key at the first start
/// @param key shown instead of the one that was kept
/// @param host how the gateway calls this machine
/// @param name how people call it
/// @param advertised address under which the gateway finds this machine; empty for the one that leads to the
///     gateway
/// @param servers addresses of model servers; empty for the usual ones
/// @param labels words about this machine
/// @param port of the agent's own listener on this machine; 0 for any free one
/// @param folder where the key is kept
/// @param interval time between two heartbeats
public record AgentSettings(
        URI gateway,
        Optional<Secret> token,
        Optional<Secret> key,
        String host,
        String name,
        Optional<String> advertised,
        List<URI> servers,
        Map<String, String> labels,
        int port,
        Path folder,
        Duration interval) {
    public static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);

    public AgentSettings {
        servers = List.copyOf(servers);
        labels = Map.copyOf(labels);
    }
}
