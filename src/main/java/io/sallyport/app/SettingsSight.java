package io.sallyport.app;

import io.sallyport.admin.SettingsRoutes;
import io.sallyport.admin.SettingsRoutes.LackView;
import io.sallyport.admin.SettingsRoutes.SettingsView;
import io.sallyport.admin.SettingsRoutes.ValueView;
import io.sallyport.app.settings.ProductionReview;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.yaml.Effective;
import io.sallyport.json.yaml.Problem;
import io.sallyport.lang.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The settings as operators see them.
record SettingsSight(SettingsInForce inForce, Map<String, String> environment, Clock clock) {
    private static final String STARS = "****";

    List<JsonRoute> routes() {
        return new SettingsRoutes(this::view).list();
    }

    private SettingsView view() {
        return new SettingsView(
                inForce.values().stream()
                        .map(value -> new ValueView(
                                value.path(), shown(value), value.origin().words(), inForce.waits(value)))
                        .toList(),
                inForce.problems().stream().map(Problem::toString).toList(),
                ProductionReview.of(inForce.settings(), environment, clock.instant()).stream()
                        .map(lack -> new LackView(lack.key(), lack.why(), lack.fix()))
                        .toList());
    }

    /// Whoever reads the file may see the ends of a secret, to tell which one it is; a page shows less.
    private static String shown(Effective value) {
        boolean secret = value.value() instanceof Secret
                || (value.value() instanceof List<?> list && list.stream().anyMatch(Secret.class::isInstance));
        return secret ? STARS : value.shown();
    }
}
