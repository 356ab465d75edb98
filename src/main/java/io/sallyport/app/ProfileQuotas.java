package io.sallyport.app;

import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.Window;
import io.sallyport.profile.BackendProfile;
import io.sallyport.profile.Quota;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The quotas of backend profiles, as limits.
///
/// Source: requirements LI19 and LI20.
final class ProfileQuotas {
    private ProfileQuotas() {}

    static List<Limit> of(BackendProfile profile) {
        return profile.bundle().quotas().stream()
                .map(quota -> limit(profile, quota))
                .toList();
    }

    private static Limit limit(BackendProfile profile, Quota quota) {
        Metric metric = quota.metric() == Quota.Metric.TOKENS ? Metric.TOKENS : Metric.REQUESTS;
        Coverage coverage = coverage(profile, quota.per());
        Window window = new Window.Rolling(Duration.ofMinutes(quota.windowMinutes()));
        return new Limit(
                LimitId.named(
                        "quota",
                        profile.id().value(),
                        quota.per().name(),
                        metric.word(),
                        Integer.toString(quota.windowMinutes())),
                "Quota of " + profile.name(),
                coverage,
                metric,
                window,
                BigInteger.valueOf(quota.amount()),
                LimitRules.USUAL,
                Origin.BACKEND_PROFILE);
    }

    /// A quota over all backend profiles holds for the keys of this one, and adds up what is used under any.
    private static Coverage coverage(BackendProfile profile, Quota.Per per) {
        Scope scope = switch (per) {
            case KEY -> Scope.KEY;
            case USER, USER_OVERALL -> Scope.USER;
            case OPENWEBUI_USER, OPENWEBUI_USER_OVERALL -> Scope.END_USER;
        };
        boolean overall = per == Quota.Per.USER_OVERALL || per == Quota.Per.OPENWEBUI_USER_OVERALL;
        Optional<String> only =
                overall ? Optional.empty() : Optional.of(profile.id().value());
        return new Coverage(scope, Optional.empty(), only, Optional.empty());
    }
}
