package io.sallyport.telemetry;

import java.util.Locale;

/// What is logged, and in which form.
///
/// @param level least severity of our own lines
public record LogSettings(Level level, Form form) {
    public static final LogSettings DEFAULTS = new LogSettings(Level.INFO, Form.AUTO);

    /// Severity of a log line.
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /// How a line looks.
    public enum Form {
        /// TEXT on a terminal, JSON elsewhere.
        AUTO,
        /// One JSON object per line, for machines.
        JSON,
        /// A line for people.
        TEXT
    }

    /// The same settings with the level that the environment variable `LOG_LEVEL` names.
    ///
    /// Errors: IllegalArgumentException when there is no such level.
    public LogSettings withLevel(String word) {
        String level = word.strip().toUpperCase(Locale.ROOT);
        for (Level known : Level.values()) {
            if (known.name().equals(level.equals("WARNING") ? "WARN" : level)) {
                return new LogSettings(known, form);
            }
        }
        throw new IllegalArgumentException("LOG_LEVEL must be one of trace, debug, info, warn, error");
    }
}
