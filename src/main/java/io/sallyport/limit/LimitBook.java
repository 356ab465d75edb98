package io.sallyport.limit;

import io.sallyport.limit.Asker.Subject;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.Limit.Sort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// All limits of one moment, found by whom they are for.
///
/// A limit for one subject replaces those of the same sort for each of its kind, unless an owner made it;
/// everything else holds at once, so that the strictest wins.
/// Threads: immutable.
public final class LimitBook {
    /// Without any limit.
    static final LimitBook EMPTY = new LimitBook(List.of());

    private final List<Limit> all;
    private final Map<Scope, List<Limit>> each = new EnumMap<>(Scope.class);
    private final Map<Scope, Map<String, List<Limit>>> single = new EnumMap<>(Scope.class);
    private final boolean upstreamLimits;

    LimitBook(Collection<Limit> limits) {
        all = List.copyOf(limits);
        upstreamLimits = all.stream().anyMatch(limit -> limit.coverage().scope().isUpstream());
        for (Limit limit : all) {
            Scope scope = limit.coverage().scope();
            Optional<String> subject = limit.coverage().subject();
            List<Limit> place = subject.isEmpty() || scope == Scope.GLOBAL
                    ? each.computeIfAbsent(scope, it -> new ArrayList<>())
                    : single.computeIfAbsent(scope, it -> new HashMap<>())
                            .computeIfAbsent(subject.get(), it -> new ArrayList<>());
            place.add(limit);
        }
    }

    /// A limit that holds for a call, and whose account it burdens.
    record Match(Limit limit, String account) {}

    public List<Limit> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /// True when some limit depends on where a call goes.
    boolean hasUpstreamLimits() {
        return upstreamLimits;
    }

    /// The limits that hold for a call wherever it goes.
    List<Match> of(Asker asker) {
        List<Match> matches = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            if (each.containsKey(scope) || single.containsKey(scope)) {
                asker.subjects(scope).forEach(subject -> collect(asker, scope, subject, matches));
            }
        }
        return matches;
    }

    /// The limits that hold in addition when a call goes to a backend.
    List<Match> of(Asker asker, String provider, String backend) {
        List<Match> matches = new ArrayList<>();
        collect(asker, Scope.PROVIDER, new Subject(provider, provider), matches);
        collect(asker, Scope.BACKEND, new Subject(backend, backend), matches);
        return matches;
    }

    /// The limits that add up what one of a kind uses, whatever the calls.
    ///
    /// @param account as the account of the one is called
    List<Match> of(Scope scope, String account) {
        boolean isOfTenant = scope == Scope.GROUP || scope == Scope.END_USER;
        String name = isOfTenant ? account.substring(account.indexOf('/') + 1) : account;
        return of(scope, new Subject(name, account), _ -> true).stream()
                .map(limit -> new Match(limit, account))
                .toList();
    }

    /// The models that limits name.
    Set<String> models() {
        return all.stream()
                .map(Limit::coverage)
                .flatMap(coverage ->
                        coverage.scope() == Scope.MODEL ? coverage.subject().stream() : coverage.model().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The limits of one that hold for all its calls.
    List<Limit> general(Scope scope, Subject subject) {
        return of(scope, subject, limit -> !limit.coverage().isNarrowed());
    }

    private void collect(Asker asker, Scope scope, Subject subject, List<Match> matches) {
        of(scope, subject, limit -> covers(limit, asker))
                .forEach(limit -> matches.add(new Match(limit, subject.account())));
    }

    private List<Limit> of(Scope scope, Subject subject, Predicate<Limit> covers) {
        List<Limit> found = new ArrayList<>();
        Set<Sort> replaced = new HashSet<>();
        for (Limit limit : single(scope, subject)) {
            if (covers.test(limit)) {
                found.add(limit);
                if (limit.origin() != Origin.OWNER) {
                    replaced.add(limit.sort());
                }
            }
        }
        for (Limit limit : each.getOrDefault(scope, List.of())) {
            if (covers.test(limit) && !replaced.contains(limit.sort())) {
                found.add(limit);
            }
        }
        return found;
    }

    /// Those that name one: as everybody calls it, or, where tenants use the same names, as its account is called.
    private List<Limit> single(Scope scope, Subject subject) {
        Map<String, List<Limit>> named = single.getOrDefault(scope, Map.of());
        List<Limit> found = named.getOrDefault(subject.name(), List.of());
        if (subject.name().equals(subject.account())) {
            return found;
        }
        List<Limit> all = new ArrayList<>(found);
        all.addAll(named.getOrDefault(subject.account(), List.of()));
        return all;
    }

    private static boolean covers(Limit limit, Asker asker) {
        Optional<String> profile = limit.coverage().profile();
        Optional<String> model = limit.coverage().model();
        return (profile.isEmpty() || profile.equals(asker.profile()))
                && (model.isEmpty() || model.get().equals(asker.model()));
    }
}
