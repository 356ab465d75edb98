package io.sallyport.limit;

import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import java.time.ZoneOffset;
import java.util.Optional;

/// A limit that somebody asks for; whose it is to be is said beside it.
///
/// @param name the metric's word when it is absent
/// @param amount dollars where cost is counted, else a whole number
/// @param window `minute`, `day`, `week`, `month` or a length such as `24h`; `month` when it is absent
public record LimitWish(Optional<DisplayName> name, Metric metric, String amount, Optional<String> window) {

    /// Errors: BadRequest `invalid_value`.
    Limit toLimit(LimitId id, Coverage coverage, Origin origin) {
        try {
            return new Limit(
                    id,
                    name.map(DisplayName::value).orElse(metric.word()),
                    coverage,
                    metric,
                    metric == Metric.PARALLEL
                            ? Window.Fixed.NOW
                            : WindowText.read(window.orElse("month"), 1, ZoneOffset.UTC),
                    metric.amount(amount),
                    LimitRules.USUAL,
                    origin);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new BadRequest("invalid_value", "'amount' is a number, whole unless it is dollars.", "amount")
                    .asException();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
        }
    }
}
