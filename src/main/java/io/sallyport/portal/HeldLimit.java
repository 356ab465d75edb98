package io.sallyport.portal;

import io.sallyport.lang.KeyId;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitRules.Action;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.WindowText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A limit that holds for somebody, and how it stands, in JSON. Of a limit that several share it tells what they use
/// together, and of nobody else.
///
/// @param model whose calls alone count
/// @param window as in the configuration, such as `month` or `24h`
/// @param amount dollars where cost is counted, else a whole number
/// @param used by calls that have ended, in the same unit
/// @param perMille used thousandths
/// @param warning so much is used that people are warned
/// @param blocked nothing is left, and calls are refused
/// @param shared others use it up, too
/// @param runsOutAt when it is spent if use goes on as it did; absent when that is after the reset
/// @param keys of the person who asks, those it holds for
record HeldLimit(
        String name,
        Scope scope,
        Optional<String> model,
        Metric metric,
        String window,
        Action action,
        String amount,
        String used,
        String left,
        long perMille,
        boolean warning,
        boolean blocked,
        boolean shared,
        Instant resetsAt,
        Optional<Instant> runsOutAt,
        List<KeyId> keys) {

    static HeldLimit of(LimitStanding standing, List<KeyId> keys, Instant now) {
        Limit limit = standing.limit();
        Metric metric = limit.metric();
        Scope scope = limit.coverage().scope();
        return new HeldLimit(
                limit.name(),
                scope,
                scope == Scope.MODEL
                        ? Optional.of(standing.subject())
                        : limit.coverage().model(),
                metric,
                WindowText.of(limit.window()),
                limit.rules().action(),
                metric.text(limit.amount()),
                metric.text(standing.used()),
                metric.text(standing.left()),
                standing.perMille(),
                standing.isWarning(),
                standing.isBlocked(),
                scope != Scope.KEY && scope != Scope.USER,
                standing.resets(),
                standing.runsOut(now),
                keys);
    }
}
