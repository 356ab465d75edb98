package io.sallyport.database;

import java.nio.file.Path;
import java.util.Map;

/// Where the embedded server lives.
///
/// @param folder holds everything of this server: data, password, log
/// @param programs holds the unpacked programs; may be shared by several folders
/// @param parameters PostgreSQL settings on top of ours, for example `shared_buffers`
public record EmbeddedSettings(Path folder, Path programs, Map<String, String> parameters) {
    public EmbeddedSettings {
        folder = folder.toAbsolutePath().normalize();
        programs = programs.toAbsolutePath().normalize();
        parameters = Map.copyOf(parameters);
    }

    /// The usual layout inside the gateway's data folder.
    public static EmbeddedSettings in(Path dataFolder) {
        return new EmbeddedSettings(dataFolder, dataFolder.resolve("postgres"), Map.of());
    }
}
