package io.sallyport.admin;

import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitNames.Found;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.LimitRules.Action;
import io.sallyport.limit.LimitRules.Unpriced;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.WindowText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A limit as operators see it.
///
/// @param subjectName what people call the one it is for
/// @param amount dollars where cost is counted, else a whole number
/// @param window empty for parallel calls
/// @param warnAt thousandths at which people are warned
/// @param readOnly whether it can only be changed where it comes from
record LimitView(
        LimitId id,
        String name,
        Scope scope,
        Optional<String> subject,
        Optional<String> subjectName,
        Optional<String> backendProfile,
        Optional<String> backendProfileName,
        Optional<String> model,
        Metric metric,
        String amount,
        String window,
        int resetDay,
        String timeZone,
        Action action,
        Unpriced unknownCost,
        int warnAt,
        List<String> alertEmails,
        List<URI> alertWebhooks,
        Optional<Long> alertCooldownSeconds,
        Origin origin,
        boolean readOnly) {

    static LimitView of(Limit limit, Found names) {
        LimitRules rules = limit.rules();
        Coverage coverage = limit.coverage();
        return new LimitView(
                limit.id(),
                limit.name(),
                coverage.scope(),
                coverage.subject(),
                coverage.subject().flatMap(subject -> names.of(coverage.scope(), subject)),
                coverage.profile(),
                coverage.profile().flatMap(profile -> names.of(Scope.BACKEND_PROFILE, profile)),
                coverage.model(),
                limit.metric(),
                limit.metric().text(limit.amount()),
                WindowText.of(limit.window()),
                WindowText.resetDay(limit.window()),
                WindowText.zone(limit.window()).getId(),
                rules.action(),
                rules.unpriced(),
                rules.warnAt(),
                rules.mails(),
                rules.webhooks(),
                rules.cooldown().map(Duration::toSeconds),
                limit.origin(),
                !limit.origin().isStored());
    }
}
