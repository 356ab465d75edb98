package io.sallyport.admin;

import io.sallyport.limit.LimitAmount;
import io.sallyport.limit.LimitStanding;
import java.time.Instant;
import java.util.Optional;

/// How one subject stands with one limit, in JSON.
///
/// @param subject as its account is called; empty for everybody's use
/// @param used by calls that have ended: dollars, tokens or calls
/// @param held set aside for running calls and the next ones
/// @param perMille used thousandths
/// @param blocked nothing is left
/// @param since start of what counts
/// @param runsOutAt when it is spent if use goes on as it did; absent when that is after the reset
record StandingView(
        LimitView limit,
        String subject,
        String used,
        String held,
        String left,
        long perMille,
        boolean warning,
        boolean blocked,
        Instant since,
        Instant resetsAt,
        Optional<Instant> runsOutAt) {

    static StandingView of(LimitStanding standing, Instant now) {
        return new StandingView(
                LimitView.of(standing.limit()),
                standing.subject(),
                LimitAmount.text(standing.limit(), standing.used()),
                LimitAmount.text(standing.limit(), standing.held()),
                LimitAmount.text(standing.limit(), standing.left()),
                standing.perMille(),
                standing.isWarning(),
                standing.isExceeded(),
                standing.since(),
                standing.resets(),
                standing.runsOut(now));
    }
}
