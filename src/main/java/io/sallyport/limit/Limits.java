package io.sallyport.limit;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.Unavailable;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Claim.Stage;
import io.sallyport.limit.Hold.Leg;
import io.sallyport.limit.LimitBook.Match;
import io.sallyport.limit.LimitRules.Unpriced;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Asks all limits that apply to a call; the strictest wins.
///
/// Nearly every call is decided in memory, out of slices this instance holds; one that needs another slice
/// waits for it. Threads: safe. [#quick] never waits, [#patient] may.
public final class Limits {
    /// Callers come and go; beyond this their accounts are looked up anew.
    private static final int MOST_REMEMBERED = 20_000;

    /// Others may take what was just fetched; then it is fetched again.
    private static final int TRIES = 3;

    private final Ledger ledger;
    private final SliceSource rates;
    private final Executor blocking;
    private final Clock clock;
    private final Supplier<LimitSettings> settings;
    private final Consumer<Limit> refused;
    private final Map<Name, Account> accounts = new ConcurrentHashMap<>();
    private volatile Memory memory = new Memory(LimitBook.EMPTY, new ConcurrentHashMap<>());

    /// @param ledger for quotas and budgets
    /// @param rates for rates and parallel calls
    /// @param blocking runs what may wait
    /// @param refused hears of every limit that says no
    public Limits(
            Ledger ledger,
            SliceSource rates,
            Supplier<LimitSettings> settings,
            Executor blocking,
            Clock clock,
            Consumer<Limit> refused) {
        this.ledger = ledger;
        this.rates = rates;
        this.settings = settings;
        this.blocking = blocking;
        this.clock = clock;
        this.refused = refused;
    }

    private record Name(LimitId limit, String subject) {}

    /// The limits of this moment, and the accounts of those who called.
    private record Memory(LimitBook book, Map<Who, List<Account>> known) {}

    /// Who asks, and where to; a caller is the same only as the same object, since making sure costs more than
    /// looking up.
    private record Who(Asker asker, Optional<Place> place) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Who(Asker them, Optional<Place> there)
                    && them.caller() == asker.caller()
                    && them.model().equals(asker.model())
                    && them.endUser().equals(asker.endUser())
                    && there.equals(place);
        }

        @Override
        public int hashCode() {
            return 31
                            * (31 * System.identityHashCode(asker.caller())
                                    + asker.model().hashCode())
                    + place.hashCode();
        }
    }

    /// Takes over other limits; what was used stays.
    public void change(LimitBook book) {
        Map<LimitId, Limit> changed =
                book.all().stream().collect(Collectors.toMap(Limit::id, Function.identity(), (one, _) -> one));
        accounts.forEach((name, account) -> {
            Limit limit = changed.get(name.limit());
            if (limit != null) {
                account.limit(limit);
            }
        });
        memory = new Memory(book, new ConcurrentHashMap<>());
    }

    /// The limits of this moment.
    public LimitBook book() {
        return memory.book();
    }

    /// True when nothing is limited.
    public boolean isEmpty() {
        return memory.book().isEmpty();
    }

    /// Decides in memory.
    ///
    /// Errors: RefusedException when a limit is reached.
    ///
    /// @return empty when that needs another slice, so that [#patient] has to be asked
    public Optional<Hold> quick(Claim claim) {
        List<Account> burdened = burdened(claim);
        Instant now = now();
        List<Leg> legs = new ArrayList<>(burdened.size());
        for (Account account : burdened) {
            Leg leg = set(account, claim.need(), now);
            if (leg == null) {
                legs.forEach(Hold::release);
                if (isKnownShort(account, claim.need())) {
                    throw new RefusedException(refusal(account, claim));
                }
                return Optional.empty();
            }
            legs.add(leg);
        }
        if (limitsPlaces() && !claim.places().stream().allMatch(place -> isDecided(claim, place))) {
            legs.forEach(Hold::release);
            return Optional.empty();
        }
        return Optional.of(new Hold(this, claim, legs));
    }

    /// Decides, and fetches slices where that is needed.
    ///
    /// Errors: RefusedException when a limit is reached, or when the store cannot be asked.
    /// Threads: waits for the store.
    public Hold patient(Claim claim) {
        List<Leg> legs = new ArrayList<>();
        try {
            for (Account account : burdened(claim)) {
                legs.add(fetch(account, claim));
            }
            if (limitsPlaces()) {
                fetchPlaces(claim);
            }
            return new Hold(this, claim, legs);
        } catch (RuntimeException e) {
            legs.forEach(Hold::release);
            throw e;
        }
    }

    private List<Account> burdened(Claim claim) {
        List<Account> burdened = accounts(claim, Optional.empty());
        if (claim.need().picoDollars().isEmpty() && burdened.stream().anyMatch(Limits::refusesUnpriced)) {
            throw new RefusedException(new Unavailable(
                    "unknown_cost",
                    "Nobody knows the price of this model, and a budget of this caller wants to know it."));
        }
        if (!burdened.isEmpty() && !ledger.keepsUp()) {
            throw new RefusedException(new Unavailable(
                    "state_store_unavailable", "The gateway cannot write down what calls use. Try again."));
        }
        return burdened;
    }

    private static boolean refusesUnpriced(Account account) {
        return account.limit().metric() == Metric.COST
                && account.limit().rules().unpriced() == Unpriced.REFUSE;
    }

    private Leg fetch(Account account, Claim claim) {
        Need need = claim.need();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Leg leg = set(account, need, now());
            if (leg != null) {
                return leg;
            }
            account.fill(now(), amount(account, need), ledger.instances());
        }
        Leg leg = set(account, need, now());
        if (leg == null) {
            throw new RefusedException(refusal(account, claim));
        }
        return leg;
    }

    /// Makes sure that one place at least has slices; a place without them is passed over later.
    private void fetchPlaces(Claim claim) {
        Optional<RefusedException> last = Optional.empty();
        boolean open = claim.places().isEmpty();
        for (Place place : claim.places()) {
            try {
                for (Account account : accounts(claim, Optional.of(place))) {
                    Hold.release(fetch(account, claim));
                }
                open = true;
            } catch (RefusedException e) {
                last = Optional.of(e);
            }
        }
        if (!open && last.isPresent()) {
            throw last.get();
        }
    }

    /// True when memory can tell whether a call may go to a place.
    private boolean isDecided(Claim claim, Place place) {
        return accounts(claim, Optional.of(place)).stream()
                .allMatch(account -> account.slice(now()).free() >= amount(account, claim.need())
                        || isKnownShort(account, claim.need()));
    }

    /// Sets aside what a call needs of one account; null when the slice is too small. Every limit of every call
    /// passes here, so nothing is wrapped around the answer.
    @Nullable
    Leg set(Account account, Need need, Instant now) {
        long amount = amount(account, need);
        Slice slice = account.slice(now);
        long rest = slice.reserve(amount);
        if (rest == Slice.TOO_LITTLE) {
            return null;
        }
        if (account.wantsMore(slice, rest, ledger.instances())) {
            blocking.execute(() -> account.refill(now(), ledger.instances()));
        }
        return new Leg(slice, amount);
    }

    /// At least one, so that the account is known to the books whatever the call turns out to use.
    private static long amount(Account account, Need need) {
        return Math.max(1, need.of(account.limit().metric()));
    }

    private boolean isKnownShort(Account account, Need need) {
        return account.slice(now()).isKnownShort(amount(account, need), System.nanoTime());
    }

    /// Accounts at which this instance refused calls at some moment or later.
    public Set<Refused> refusedSince(Instant moment) {
        return accounts.entrySet().stream()
                .filter(entry -> !entry.getValue().refusedAt().isBefore(moment))
                .map(entry -> new Refused(entry.getKey().limit(), entry.getKey().subject()))
                .collect(Collectors.toSet());
    }

    /// An account at which calls were refused.
    ///
    /// @param subject whose use it adds up
    public record Refused(LimitId limit, String subject) {}

    /// A call that asks again with less is heard of once.
    Refusal refusal(Account account, Claim claim) {
        if (account.refuses(claim.id(), now())) {
            refused.accept(account.limit());
        }
        return LimitRefusals.of(account, amount(account, claim.need()), now(), settings.get());
    }

    /// True when some limit depends on where a call goes.
    public boolean limitsPlaces() {
        return memory.book().hasUpstreamLimits();
    }

    /// The accounts a claim burdens.
    List<Account> accounts(Claim claim, Optional<Place> place) {
        List<Account> all = accounts(claim.asker(), place);
        return claim.stage() == Stage.CALL
                ? all
                : all.stream()
                        .filter(account -> claim.burdens(account.limit().metric()))
                        .toList();
    }

    private List<Account> accounts(Asker asker, Optional<Place> place) {
        Memory current = memory;
        if (current.book().isEmpty()) {
            return List.of();
        }
        Who who = new Who(asker, place);
        List<Account> known = current.known().get(who);
        if (known == null) {
            if (current.known().size() >= MOST_REMEMBERED) {
                current.known().clear();
                accounts.values().removeIf(account -> account.isIdle(now()));
            }
            known = find(current.book(), asker, place);
            current.known().put(who, known);
        }
        return known;
    }

    private List<Account> find(LimitBook book, Asker asker, Optional<Place> place) {
        List<Match> matches =
                place.map(at -> book.of(asker, at.provider(), at.backend())).orElseGet(() -> book.of(asker));
        Instant now = now();
        return matches.stream()
                .map(match -> accounts.computeIfAbsent(
                        new Name(match.limit().id(), match.account()),
                        name -> new Account(
                                match.limit(), name.subject(), match.limit().isKept() ? ledger : rates, now)))
                .toList();
    }

    /// How the limits of a caller stand, as far as this instance knows.
    public LimitStatus status(Asker asker) {
        return LimitStatus.of(accounts(asker, Optional.empty()), now());
    }

    /// How every limit stands that holds for calls of somebody, wherever they go, as far as this instance
    /// knows.
    public List<LimitStanding> standings(Asker asker) {
        return book().of(asker).stream().map(this::seen).toList();
    }

    /// How a subject stands as far as this instance knows; with what it never asked for, nothing was used.
    LimitStanding seen(Match match) {
        Account account = accounts.get(new Name(match.limit().id(), match.account()));
        return account == null
                ? LimitStanding.untouched(match.limit(), match.account(), now())
                : account.standing(now());
    }

    void book(Entry entry) {
        ledger.settled(entry);
    }

    Instant now() {
        return clock.instant();
    }
}
