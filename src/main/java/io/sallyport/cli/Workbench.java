package io.sallyport.cli;

import io.sallyport.database.Backup;
import io.sallyport.database.Migrations;
import io.sallyport.fleet.agent.AgentSettings;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What commands need from the rest of the program besides starting it; the roof of the house implements it.
public interface Workbench {

    /// One installation on this machine.
    ///
    /// @param config empty for the built-in first-minute settings
    record Place(Optional<Path> config, Path dataFolder) {}

    /// What is to be said about the settings of a place.
    ///
    /// @param problems each with file and line; empty when the settings are right
    /// @param notices what the operator should know although nothing is wrong
    /// @param values every value and where it comes from; secrets are masked
    record SettingsReport(List<String> problems, List<String> notices, List<String> values) {}

    /// Something a deployment that others rely on should have.
    ///
    /// @param key the setting or variable it is about
    /// @param why what may happen as it is
    /// @param fix what to do
    record Lack(String key, String why, String fix) {}

    /// A gateway that serves operators' calls of one command, while no other runs on the same data.
    interface Standby extends AutoCloseable {
        URI url();

        Secret adminKey();

        @Override
        void close();
    }

    /// The open database of a place, not migrated.
    interface Schema extends AutoCloseable {
        Migrations migrations();

        Backup backup();

        @Override
        void close();
    }

    SettingsReport settings(Place place);

    /// What a place lacks for production; nothing when its settings are wrong, which [#settings(Place)] says.
    List<Lack> lacks(Place place);

    /// The JSON Schema of the settings.
    Json settingsSchema();

    /// Errors: RuntimeException with a message for people when it cannot start, for example because a gateway
    /// runs.
    Standby standBy(Place place);

    /// Errors: as [#standBy(Place)].
    Schema schema(Place place);

    /// Serves the simulated vendor until the process is told to stop.
    ///
    /// @param port 0 for any free one
    void simulate(int port, PrintWriter out);

    /// Tells a gateway about this machine until the process is told to stop.
    ///
    /// Errors: RuntimeException with a message for people when it cannot go on.
    void node(AgentSettings settings, PrintWriter out);

    /// The variables of the process.
    Map<String, String> environment();

    Clock clock();
}
