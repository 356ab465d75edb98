package io.sallyport.app;

import io.sallyport.alert.AlertWishes;
import io.sallyport.alert.Standing;
import io.sallyport.alert.Standing.LastUse;
import io.sallyport.alert.Standing.State;
import io.sallyport.alert.Standings;
import io.sallyport.key.ApiKey;
import io.sallyport.key.ApiKeys;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.LimitStandings;
import io.sallyport.limit.Limits;
import io.sallyport.limit.Limits.Refused;
import io.sallyport.limit.Scope;
import io.sallyport.limit.Window;
import io.sallyport.mail.MailAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// How quotas and budgets stand, for alerts: what the books of all instances say, and whether this one refused
/// calls.
///
/// Threads: one.
final class BudgetStandings implements Standings {
    private final Limits limits;
    private final LimitStandings books;
    private final ApiKeys keys;
    private final BooleanSupplier foretells;
    private final Clock clock;

    /// When it was asked last; refusals before that were told.
    private Instant asked = Instant.EPOCH;

    /// @param foretells whether people are told of limits that will not last
    BudgetStandings(Limits limits, LimitStandings books, ApiKeys keys, BooleanSupplier foretells, Clock clock) {
        this.limits = limits;
        this.books = books;
        this.keys = keys;
        this.foretells = foretells;
        this.clock = clock;
    }

    @Override
    public List<Standing> now() {
        if (limits.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Set<Refused> refused = limits.refusedSince(asked);
        asked = now;
        return books.of(limits.book().all()).stream()
                .filter(standing -> standing.isWarning()
                        || (foretells.getAsBoolean() && standing.runsOut(now).isPresent()))
                .map(standing -> standing(standing, refused))
                .toList();
    }

    private Standing standing(LimitStanding standing, Set<Refused> refused) {
        Limit limit = standing.limit();
        Scope scope = limit.coverage().scope();
        boolean refusing = refused.contains(new Refused(limit.id(), standing.subject()));
        Optional<ApiKey> key = scope == Scope.KEY ? keys.find(new KeyId(standing.subject())) : Optional.empty();
        return new Standing(
                limit.id().toString(),
                limit.name(),
                scope.word(),
                standing.subject(),
                scope == Scope.TENANT ? Optional.of(new TenantId(standing.subject())) : key.map(ApiKey::tenant),
                metric(limit),
                limit.amount(),
                standing.used(),
                refusing ? State.REFUSING : State.OPEN,
                window(standing),
                standing.runsOut(asked),
                new LastUse(
                        key.map(ApiKey::prefix),
                        scope == Scope.MODEL
                                ? Optional.of(standing.subject())
                                : limit.coverage().model()),
                wishes(limit.rules()));
    }

    private static Standing.Metric metric(Limit limit) {
        return switch (limit.metric()) {
            case COST -> Standing.Metric.COST;
            case TOKENS -> Standing.Metric.TOKENS;
            case REQUESTS, PARALLEL -> Standing.Metric.REQUESTS;
        };
    }

    private static Standing.Window window(LimitStanding standing) {
        return standing.limit().window() instanceof Window.Rolling
                ? new Standing.Window(Optional.empty(), Optional.empty())
                : new Standing.Window(Optional.of(standing.since()), Optional.of(standing.resets()));
    }

    private static AlertWishes wishes(LimitRules rules) {
        return new AlertWishes(
                rules.warnAt(),
                rules.cooldown(),
                rules.mails().stream().flatMap(BudgetStandings::address).toList(),
                rules.webhooks());
    }

    /// What is no address gets no mail.
    private static Stream<MailAddress> address(String text) {
        try {
            return Stream.of(new MailAddress(text));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }
}
