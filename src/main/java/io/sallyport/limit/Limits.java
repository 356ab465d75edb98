package io.sallyport.limit;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.Unavailable;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Claim.Stage;
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

/// Asks all limits that apply to a call; the strictest wins.
///
/// Nearly every call is decided in memory, out of slices this instance holds; one that needs another slice
/// waits for it. Threads: safe. [#quick] never waits, [#patient] may.
public final class Limits {
    /// Callers come and go; beyond this their accounts are looked up anew.
    private static final int MOST_REMEMBERED = 20_000;

    /// Others may take what was just fetched; then it is fetched again.
    private static final int TRIES = 3;

    private static final Burden NOTHING = new Burden(List.of());

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
    private record Memory(LimitBook book, Map<Who, Burden> known) {}

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
        SliceSet slices = burdened(claim).slices(now());
        Optional<Slice> lacking = reserve(slices, claim.need());
        if (lacking.isPresent()) {
            if (isKnownShort(lacking.get(), claim.need())) {
                throw new RefusedException(refusal(lacking.get().account(), claim));
            }
            return Optional.empty();
        }
        if (limitsPlaces() && !claim.places().stream().allMatch(place -> isDecided(claim, place))) {
            Hold.release(slices.all(), claim.need());
            return Optional.empty();
        }
        return Optional.of(new Hold(this, claim, slices));
    }

    /// Decides, and fetches slices where that is needed.
    ///
    /// Errors: RefusedException when a limit is reached, or when the store cannot be asked.
    /// Threads: waits for the store.
    public Hold patient(Claim claim) {
        List<Slice> slices = new ArrayList<>();
        try {
            for (Account account : burdened(claim).accounts()) {
                slices.add(fetch(account, claim));
            }
            if (limitsPlaces()) {
                fetchPlaces(claim);
            }
            return new Hold(this, claim, new SliceSet(slices));
        } catch (RuntimeException e) {
            Hold.release(slices, claim.need());
            throw e;
        }
    }

    private Burden burdened(Claim claim) {
        Burden burden = burden(claim, Optional.empty());
        if (claim.need().picoDollars().isEmpty() && burden.accounts().stream().anyMatch(Limits::refusesUnpriced)) {
            throw new RefusedException(new Unavailable(
                    "unknown_cost",
                    "Nobody knows the price of this model, and a budget of this caller wants to know it."));
        }
        if (!burden.isEmpty() && !ledger.keepsUp()) {
            throw new RefusedException(new Unavailable(
                    "state_store_unavailable", "The gateway cannot write down what calls use. Try again."));
        }
        return burden;
    }

    private static boolean refusesUnpriced(Account account) {
        return account.limit().metric() == Metric.COST
                && account.limit().rules().unpriced() == Unpriced.REFUSE;
    }

    private Slice fetch(Account account, Claim claim) {
        Need need = claim.need();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Slice slice = account.slice(now());
            if (reserve(slice, need)) {
                return slice;
            }
            account.fill(now(), need.reserved(slice.metric()), ledger.instances());
        }
        Slice slice = account.slice(now());
        if (!reserve(slice, need)) {
            throw new RefusedException(refusal(account, claim));
        }
        return slice;
    }

    /// Makes sure that one place at least has slices; a place without them is passed over later.
    private void fetchPlaces(Claim claim) {
        Optional<RefusedException> last = Optional.empty();
        boolean open = claim.places().isEmpty();
        for (Place place : claim.places()) {
            try {
                for (Account account : burden(claim, Optional.of(place)).accounts()) {
                    Hold.release(List.of(fetch(account, claim)), claim.need());
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
        Need need = claim.need();
        return burden(claim, Optional.of(place)).slices(now()).all().stream()
                .allMatch(slice -> slice.free() >= need.reserved(slice.metric()) || isKnownShort(slice, need));
    }

    /// Sets aside what a call needs in every slice, or in none.
    ///
    /// @return the first slice that is too small
    Optional<Slice> reserve(SliceSet slices, Need need) {
        List<Slice> all = slices.all();
        for (int i = 0; i < all.size(); i++) {
            if (!reserve(all.get(i), need)) {
                Hold.release(all.subList(0, i), need);
                return Optional.of(all.get(i));
            }
        }
        return Optional.empty();
    }

    /// @return false when the slice is too small
    private boolean reserve(Slice slice, Need need) {
        long rest = slice.reserve(need.reserved(slice.metric()));
        if (rest == Slice.TOO_LITTLE) {
            return false;
        }
        Account account = slice.account();
        if (account.wantsMore(slice, rest, ledger.instances())) {
            blocking.execute(() -> account.refill(now(), ledger.instances()));
        }
        return true;
    }

    private static boolean isKnownShort(Slice slice, Need need) {
        return slice.isKnownShort(need.reserved(slice.metric()), System.nanoTime());
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
        return LimitRefusals.of(account, claim.need().reserved(account.limit().metric()), now(), settings.get());
    }

    /// True when some limit depends on where a call goes.
    public boolean limitsPlaces() {
        return memory.book().hasUpstreamLimits();
    }

    /// What a claim burdens.
    Burden burden(Claim claim, Optional<Place> place) {
        Burden whole = burden(claim.asker(), place);
        return claim.stage() == Stage.CALL
                ? whole
                : new Burden(whole.accounts().stream()
                        .filter(account -> claim.burdens(account.limit().metric()))
                        .toList());
    }

    private Burden burden(Asker asker, Optional<Place> place) {
        Memory current = memory;
        if (current.book().isEmpty()) {
            return NOTHING;
        }
        Who who = new Who(asker, place);
        Burden known = current.known().get(who);
        if (known == null) {
            if (current.known().size() >= MOST_REMEMBERED) {
                current.known().clear();
                accounts.values().removeIf(account -> account.isIdle(now()));
            }
            known = new Burden(find(current.book(), asker, place));
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
        Burden burden = burden(asker, Optional.empty());
        return burden.isEmpty() ? LimitStatus.NONE : LimitStatus.of(burden.slices(now()));
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
