package io.sallyport.admin;

import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitNames.Found;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.Metric;
import java.time.Instant;
import java.util.Optional;

/// How one subject stands with one limit, in JSON.
///
/// @param subject as its account is called; empty for everybody's use
/// @param subjectName what people call it
/// @param used by calls that have ended: dollars, tokens or calls
/// @param held set aside for running calls and the next ones
/// @param perMille used thousandths
/// @param blocked nothing is left, and calls are refused
/// @param since start of what counts
/// @param runsOutAt when it is spent if use goes on as it did; absent when that is after the reset
record StandingView(
        LimitView limit,
        String subject,
        Optional<String> subjectName,
        String used,
        String held,
        String left,
        long perMille,
        boolean warning,
        boolean blocked,
        Instant since,
        Instant resetsAt,
        Optional<Instant> runsOutAt) {

    static StandingView of(LimitStanding standing, Found names, Instant now) {
        Limit limit = standing.limit();
        Metric metric = limit.metric();
        return new StandingView(
                LimitView.of(limit, names),
                standing.subject(),
                names.of(limit.coverage().scope(), standing.subject()),
                metric.text(standing.used()),
                metric.text(standing.held()),
                metric.text(standing.left()),
                standing.perMille(),
                standing.isWarning(),
                standing.isBlocked(),
                standing.since(),
                standing.resets(),
                standing.runsOut(now));
    }
}
