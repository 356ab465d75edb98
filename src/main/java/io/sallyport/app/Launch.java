package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.telemetry.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// How one gateway is started.
///
/// @param inForce the settings, and what becomes of them while the gateway runs
/// @param dataFolder where the embedded database, secrets and the first-run file live
/// @param search whether backends are looked for in the environment and on this machine
/// @param firstRun whether a first key is made when there is none
public record Launch(
        SettingsInForce inForce,
        Path dataFolder,
        Map<String, String> environment,
        Clock clock,
        Service service,
        Search search,
        FirstKeys firstRun) {

    /// What the gateway is started with.
    Settings settings() {
        return inForce.started();
    }

    /// Whether backends are looked for.
    public enum Search {
        /// Only configured backends are used.
        NONE,
        /// Provider keys in the environment, local runtimes, else simulated models.
        EVERYWHERE,
        /// Simulated models only; for tests and training runs.
        SIMULATED
    }

    /// Whether first keys are made.
    public enum FirstKeys {
        MADE,
        NONE
    }
}
