package io.sallyport.limit;

import io.sallyport.lang.DisplayName;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The limits people give to what is theirs to give: a new key, a project or a group of their tenant.
///
/// Errors: NotAllowed `scope_exceeds_grantor` for a limit above one it has to fit in; BadRequest for one that
/// makes no sense.
/// Threads: safe; every method waits for the database.
public final class GivenLimits {
    private static final Coverage NO_KEY_YET = Coverage.each(Scope.KEY);

    private final LimitCatalog catalog;
    private final Clock clock;

    public GivenLimits(LimitCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Makes sure, before a key is made, that it can be given some limits.
    ///
    /// @param above whose limits they have to fit in
    /// @param origin who gives them
    public void check(List<LimitWish> wishes, Map<Scope, String> above, Origin origin) {
        LimitBook book = book();
        wishes.forEach(wish -> Ceilings.require(wish.toLimit(newId(), NO_KEY_YET, origin), above, book));
    }

    /// Gives a new key the limits that were checked.
    ///
    /// @param grantor the key whose own limits it has as well
    public void give(KeyId key, List<LimitWish> wishes, Origin origin, Optional<KeyId> grantor) {
        Coverage coverage = Coverage.one(Scope.KEY, key.value());
        List<Limit> given = new ArrayList<>();
        wishes.forEach(wish -> given.add(wish.toLimit(newId(), coverage, origin)));
        grantor.ifPresent(id -> of(Scope.KEY, id.value()).forEach(limit -> given.add(limit.of(newId(), key.value()))));
        catalog.add(given);
    }

    /// Gives a limit to one that exists.
    ///
    /// @param above whose limits it has to fit in
    public Limit give(Coverage coverage, LimitWish wish, Map<Scope, String> above) {
        Limit wanted = wish.toLimit(newId(), coverage, Origin.OWNER);
        Ceilings.require(wanted, above, book());
        return catalog.add(wanted);
    }

    /// Changes name and amount of a limit an owner gave.
    ///
    /// @param name stays when it is absent
    /// @param above whose limits it has to fit in
    public Limit change(Limit given, Optional<DisplayName> name, String amount, Map<Scope, String> above) {
        LimitWish wish = new LimitWish(
                name.or(() -> Optional.of(new DisplayName(given.name()))),
                given.metric(),
                amount,
                Optional.of(WindowText.of(given.window())));
        Limit wanted = wish.toLimit(given.id(), given.coverage(), Origin.OWNER);
        Ceilings.require(wanted, above, book());
        return catalog.edit(given.id(), wanted);
    }

    /// Takes a limit away.
    public void take(Limit given) {
        catalog.remove(given.id());
    }

    /// A limit that an owner gave.
    public Optional<Limit> find(LimitId id) {
        return catalog.find(id).filter(limit -> limit.origin() == Origin.OWNER);
    }

    private List<Limit> of(Scope scope, String subject) {
        return catalog.list().stream()
                .filter(limit -> limit.coverage().scope() == scope
                        && limit.coverage().subject().filter(subject::equals).isPresent())
                .toList();
    }

    private LimitBook book() {
        return new LimitBook(catalog.list());
    }

    private LimitId newId() {
        return new LimitId(TimeOrdered.uuid(clock.millis()));
    }
}
