package io.sallyport.admin;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.LimitRules.Action;
import io.sallyport.limit.LimitRules.Unpriced;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.Window;
import io.sallyport.limit.WindowText;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What an operator says about a limit.
///
/// @param subject id of the one it is for; absent when each of the scope has it
/// @param backendProfile id of the backend profile whose calls alone count
/// @param model whose calls alone count
/// @param amount dollars where cost is counted, else a whole number
/// @param window `minute`, `day`, `week`, `month` or a length such as `24h`; `month` when it is absent
/// @param resetDay of a month, 1 when it is absent
/// @param timeZone of days, weeks and months, UTC when it is absent
/// @param warnAt thousandths at which people are warned, 800 when it is absent
/// @param alertCooldownSeconds how long nobody is told again
record LimitBody(
        String name,
        Scope scope,
        Optional<String> subject,
        Optional<String> backendProfile,
        Optional<String> model,
        Metric metric,
        String amount,
        Optional<String> window,
        Optional<Integer> resetDay,
        Optional<String> timeZone,
        Optional<Action> action,
        Optional<Unpriced> unknownCost,
        Optional<Integer> warnAt,
        Optional<List<String>> alertEmails,
        Optional<List<URI>> alertWebhooks,
        Optional<Long> alertCooldownSeconds) {
    private static final int LONGEST_NAME = 100;

    Limit toLimit(LimitId id) {
        try {
            return new Limit(
                    id,
                    checkedName(),
                    new Coverage(scope, subject, backendProfile, model),
                    metric,
                    metric == Metric.PARALLEL ? Window.Fixed.NOW : readWindow(),
                    metric.amount(amount),
                    rules(),
                    Origin.OPERATOR);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new BadRequest("invalid_value", "'amount' is a number, whole unless it is dollars.", "amount")
                    .asException();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
        }
    }

    private String checkedName() {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("name is 1 to 100 characters");
        }
        return name;
    }

    private Window readWindow() {
        return WindowText.read(window.orElse("month"), resetDay.orElse(1), ZoneId.of(timeZone.orElse("UTC")));
    }

    private LimitRules rules() {
        LimitRules usual = LimitRules.USUAL;
        return new LimitRules(
                action.orElse(usual.action()),
                unknownCost.orElse(usual.unpriced()),
                warnAt.orElse(usual.warnAt()),
                alertEmails.orElse(List.of()),
                alertWebhooks.orElse(List.of()),
                alertCooldownSeconds.map(Duration::ofSeconds));
    }
}
