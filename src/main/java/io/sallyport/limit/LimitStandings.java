package io.sallyport.limit;

import io.sallyport.database.Database;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.limit.LimitBook.Match;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How subjects stand with quotas and budgets, for people; calls never ask here.
///
/// Rates and parallel calls are not kept and do not appear.
/// Threads: safe; every method waits for the database.
public final class LimitStandings {
    private final LimitStandingTable table;
    private final Clock clock;

    public LimitStandings(Database database, Clock clock) {
        this.table = database.attach(LimitStandingTable.class);
        this.clock = clock;
    }

    /// Everybody who used something of these limits in the present window, most used first.
    public List<LimitStanding> of(List<Limit> limits) {
        Instant now = clock.instant();
        Map<UUID, Limit> kept = limits.stream()
                .filter(Limit::isKept)
                .collect(Collectors.toMap(limit -> limit.id().value(), Function.identity(), (one, _) -> one));
        String[] ids = kept.keySet().stream().map(UUID::toString).toArray(String[]::new);
        String[] starts = kept.values().stream()
                .map(limit -> limit.window().since(now).toString())
                .toArray(String[]::new);
        return table.list(ids, starts).stream()
                .map(row -> standing(Objects.requireNonNull(kept.get(row.limit())), row, now))
                .sorted(LimitStanding.TIGHTEST_FIRST)
                .toList();
    }

    /// How subjects stand with limits of theirs, in no order; whoever used nothing in the present window is left out.
    List<LimitStanding> written(Collection<Match> matches) {
        Instant now = clock.instant();
        List<Match> kept =
                matches.stream().filter(match -> match.limit().isKept()).toList();
        Map<UUID, Limit> limits = kept.stream()
                .map(Match::limit)
                .collect(Collectors.toMap(limit -> limit.id().value(), Function.identity(), (one, _) -> one));
        return table
                .list(
                        texts(kept, match -> match.limit().id()),
                        texts(kept, Match::account),
                        texts(kept, match -> match.limit().window().since(now)))
                .stream()
                .map(row -> standing(Objects.requireNonNull(limits.get(row.limit())), row, now))
                .toList();
    }

    private static String[] texts(List<Match> matches, Function<Match, Object> part) {
        return matches.stream().map(part).map(Object::toString).toArray(String[]::new);
    }

    private static LimitStanding standing(Limit limit, LimitStandingTable.Row row, Instant now) {
        return new LimitStanding(
                limit,
                row.subject(),
                row.charged(),
                row.leased(),
                limit.window().since(now),
                limit.window().resets(now));
    }

    /// Lets a subject begin its window anew. The ledger says who allowed it.
    ///
    /// Errors: NotFound when the subject used nothing.
    ///
    /// @param actor who allows it
    /// @return what is forgiven
    public BigInteger forgive(Limit limit, String subject, String actor) {
        BigInteger forgiven =
                table.forgive(limit.id().value(), subject, limit.window().since(clock.instant()), actor);
        if (forgiven.signum() == 0) {
            throw new NotFound("not_found", "Nothing of this limit was used by this subject.").asException();
        }
        return forgiven;
    }
}
