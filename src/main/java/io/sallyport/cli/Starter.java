package io.sallyport.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Starts gateways for commands; the roof of the house implements it.
public interface Starter {

    /// What `up` was asked for.
    ///
    /// @param config empty for the built-in first-minute settings
    /// @param options settings from the command line by path, for example `server.port`
    record Asked(Optional<Path> config, Path dataFolder, Map<String, String> options) {}

    /// Runs a gateway until it is told to stop.
    ///
    /// @return exit code
    int up(Asked asked, PrintWriter out, PrintWriter err);

    /// Starts a gateway on free ports with a scratch data folder, makes some calls and stops.
    ///
    /// @return exit code
    int warmUp(PrintWriter out, PrintWriter err);
}
