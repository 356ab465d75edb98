package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.PersonalKeys;
import io.sallyport.limit.GivenLimits;
import io.sallyport.portal.ConnectRoutes;
import io.sallyport.portal.DialectRoutes;
import io.sallyport.portal.ModelListRoutes;
import io.sallyport.portal.OwnKeyRoutes;
import io.sallyport.portal.ReachableModels;
import io.sallyport.profile.Entitlements;
import io.sallyport.provider.Provider;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything people do for themselves: see what they may call, make keys, set clients up.
final class SelfService {
    private SelfService() {}

    /// @param given the limits people may set within their own
    static List<JsonRoute> routes(
            Entitlements entitlements,
            Upstreams upstreams,
            PersonalKeys keys,
            GivenLimits given,
            Supplier<Settings> settings,
            Clock clock) {
        ReachableModels models = new ReachableModels(entitlements, upstreams.routes());
        List<Provider> kinds =
                BuiltIns.providers().stream().map(BuiltIns.Kind::provider).toList();
        return Stream.of(
                        new ModelListRoutes(models, upstreams.targetHealth()).list(),
                        new DialectRoutes(BuiltIns.dialects().all(), kinds).list(),
                        new OwnKeyRoutes(keys, given, clock).list(),
                        new ConnectRoutes(
                                        keys,
                                        models,
                                        () -> settings.get().server().publicUrl(),
                                        clock)
                                .list())
                .flatMap(List::stream)
                .toList();
    }
}
