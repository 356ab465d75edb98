package io.sallyport.limit;

import io.sallyport.identity.Caller;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.LimitBook.Match;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The limits that hold for somebody, and how they stand, also those of which nothing was used yet; for people,
/// calls never ask here.
///
/// Of quotas and budgets the books of all instances tell, of rates what this instance knows. Parallel calls,
/// and limits of backends and kinds of backends, are left out.
/// Threads: safe; every method waits for the database.
public final class HeldLimits {
    private final Limits limits;
    private final LimitStandings books;
    private final Function<Collection<KeyId>, Map<KeyId, Caller>> holders;

    /// @param holders finds the callers that keys stand for
    public HeldLimits(Limits limits, LimitStandings books, Function<Collection<KeyId>, Map<KeyId, Caller>> holders) {
        this.limits = limits;
        this.books = books;
        this.holders = holders;
    }

    /// Those of a caller, whatever it calls.
    public List<LimitStanding> of(Caller caller) {
        return standings(matches(caller)).values().stream().toList();
    }

    /// Those of some keys; a key that does not exist has none.
    public Map<KeyId, List<LimitStanding>> of(Collection<KeyId> keys) {
        Map<KeyId, Set<Match>> held = new LinkedHashMap<>();
        Map<KeyId, Caller> callers = holders.apply(keys);
        keys.forEach(key -> held.put(
                key, Optional.ofNullable(callers.get(key)).map(this::matches).orElse(Set.of())));
        Map<Match, LimitStanding> standings =
                standings(held.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Map<KeyId, List<LimitStanding>> found = new LinkedHashMap<>();
        held.forEach((key, matches) -> found.put(
                key,
                matches.stream()
                        .map(match -> Objects.requireNonNull(standings.get(match)))
                        .toList()));
        return found;
    }

    /// Those that add up what some of a kind use.
    ///
    /// @param subjects as their accounts are called
    public List<LimitStanding> of(Scope scope, Collection<String> subjects) {
        LimitBook book = limits.book();
        Set<Match> matches = subjects.stream()
                .flatMap(subject -> book.of(scope, subject).stream())
                .filter(HeldLimits::isTold)
                .collect(Collectors.toSet());
        return standings(matches).values().stream().toList();
    }

    /// The accounts of the groups of a tenant that limits name.
    public List<String> groups(TenantId tenant) {
        return limits.book().all().stream()
                .map(Limit::coverage)
                .filter(coverage -> coverage.scope() == Scope.GROUP)
                .flatMap(coverage -> coverage.subject().stream())
                .filter(account -> account.startsWith(tenant.value() + '/'))
                .distinct()
                .toList();
    }

    /// A limit may count the calls of one model only, so it is asked for each that limits name.
    private Set<Match> matches(Caller caller) {
        LimitBook book = limits.book();
        Stream<String> models = book.models().stream().filter(caller.models()::allows);
        return Stream.concat(Stream.of(""), models)
                .flatMap(model -> book.of(new Asker(caller, Optional.empty(), model)).stream())
                .filter(HeldLimits::isTold)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isTold(Match match) {
        return match.limit().metric() != Metric.PARALLEL;
    }

    private Map<Match, LimitStanding> standings(Set<Match> matches) {
        Map<Match, LimitStanding> standings = books.written(matches).stream()
                .collect(Collectors.toMap(
                        standing -> new Match(standing.limit(), standing.subject()), Function.identity()));
        matches.forEach(match -> standings.computeIfAbsent(match, limits::seen));
        return standings;
    }
}
