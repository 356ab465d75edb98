package io.sallyport.app.settings;

import io.sallyport.json.yaml.Problem;
import java.util.List;

/// How a look at the settings files ended.
public sealed interface Reload {

    /// Nothing is different.
    record Unchanged() implements Reload {}

    /// New settings are in force.
    ///
    /// @param applied keys that changed and take effect now
    /// @param waiting keys that changed and take effect with the next start
    record Applied(Settings settings, List<String> applied, List<String> waiting) implements Reload {}

    /// The files are wrong; the old settings stay in force.
    record Refused(List<Problem> problems) implements Reload {}
}
