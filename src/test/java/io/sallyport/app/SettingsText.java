package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.json.yaml.YamlReader.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Settings read from a file the way the gateway reads them, for tests that start one.
public final class SettingsText {
    private SettingsText() {}

    public static Settings read(Path file) {
        return read(file, Map.of());
    }

    /// Errors: IllegalArgumentException that names every problem.
    public static Settings read(Path file, Map<String, String> environment) {
        return inForce(file, environment).started();
    }

    /// As [#read(Path, Map)], for a gateway that is started with them.
    public static SettingsInForce inForce(Path file, Map<String, String> environment) {
        Outcome<Settings> read =
                GatewayStarter.settingsReader().read(new Source(Optional.of(file), environment, Map.of()));
        if (read instanceof Outcome.Accepted<Settings> accepted) {
            return new SettingsInForce(accepted);
        }
        throw new IllegalArgumentException(read.toString());
    }
}
