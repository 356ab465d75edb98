package io.sallyport.limit;

import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.limit.Asker.Subject;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitRules.Action;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// What limits that are given away have to fit in: the tightest of those above them.
///
/// A limit is above another when it counts the same, for all calls of one the other belongs to, over a time at
/// least as long. A wider one would promise what nobody gets, since the strictest wins at every call anyway.
///
/// Source: requirement LI31; security catalogue, I15.
final class Ceilings {
    /// So that months and windows of 30 days can be compared, both ways.
    private static final Duration MONTH = Duration.ofDays(30);

    private Ceilings() {}

    /// Errors: NotAllowed `scope_exceeds_grantor`.
    ///
    /// @param above the ones it belongs to, such as its tenant
    static void require(Limit wanted, Map<Scope, String> above, LimitBook book) {
        Stream.concat(above(above, book), beside(wanted, book))
                .filter(ceiling -> isComparable(ceiling, wanted))
                .min(Comparator.comparing(Limit::amount))
                .filter(ceiling -> ceiling.amount().compareTo(wanted.amount()) < 0)
                .ifPresent(ceiling -> {
                    throw new NotAllowed(
                                    "scope_exceeds_grantor",
                                    "%s allows at most %s; no more can be given here."
                                            .formatted(
                                                    LimitRefusals.title(ceiling),
                                                    LimitRefusals.text(ceiling, ceiling.amount())))
                            .asException();
                });
    }

    private static Stream<Limit> above(Map<Scope, String> above, LimitBook book) {
        return Stream.concat(
                book.general(Scope.GLOBAL, new Subject("", "")).stream(),
                above.entrySet().stream()
                        .flatMap(one ->
                                book.general(one.getKey(), new Subject(one.getValue(), one.getValue())).stream()));
    }

    /// What operators say of the same one holds beside what an owner says.
    private static Stream<Limit> beside(Limit wanted, LimitBook book) {
        String subject = wanted.coverage().subject().orElse("");
        return wanted.origin() == Origin.OWNER
                ? book.general(wanted.coverage().scope(), new Subject(subject, subject)).stream()
                        .filter(limit -> limit.origin() != Origin.OWNER)
                : Stream.empty();
    }

    private static boolean isComparable(Limit ceiling, Limit wanted) {
        return ceiling.metric() == wanted.metric()
                && ceiling.rules().action() == Action.REFUSE
                && length(ceiling.window()).compareTo(length(wanted.window())) >= 0;
    }

    private static Duration length(Window window) {
        return switch (window) {
            case Window.Fixed fixed -> fixed.length();
            case Window.Rolling rolling -> rolling.length();
            case Window.Calendar calendar ->
                switch (calendar.unit()) {
                    case DAY -> Duration.ofDays(1);
                    case WEEK -> Duration.ofDays(7);
                    case MONTH -> MONTH;
                };
        };
    }
}
