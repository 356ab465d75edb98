package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonRoute;
import java.util.List;
import java.util.function.Supplier;

/// What the instance that answers is configured with, for operators.
public final class SettingsRoutes {
    private final Supplier<SettingsView> settings;

    public SettingsRoutes(Supplier<SettingsView> settings) {
        this.settings = settings;
    }

    /// The settings, and what there is to say about them.
    ///
    /// @param values in the order of the file's description
    /// @param problems what is wrong with the files now; while there is something, the values are older than
    ///     they
    /// @param lacks what a deployment that others rely on should have besides, in the order in which one would
    ///     mend it
    public record SettingsView(List<ValueView> values, List<String> problems, List<LackView> lacks) {}

    /// One value.
    ///
    /// @param value as an operator may see it; secrets are stars
    /// @param origin such as `company.yaml:12`, `environment SALLYPORT_SERVER_PORT` or `default`
    /// @param waits it takes effect with the next start
    public record ValueView(String path, String value, String origin, boolean waits) {}

    /// Something that is missing.
    ///
    /// @param key the setting or variable it is about
    /// @param why what may happen as it is
    /// @param fix what to do
    public record LackView(String key, String why, String fix) {}

    public List<JsonRoute> list() {
        return List.of(JsonRoute.get(
                OPERATE,
                "/admin/api/settings",
                "Show every setting, where its value comes from, and what is missing for production",
                SettingsView.class,
                _ -> settings.get()));
    }
}
