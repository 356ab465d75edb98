package io.sallyport.key;

import io.sallyport.crypto.KeyFormat;
import io.sallyport.crypto.KeyFormat.KeyText;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Reach;
import io.sallyport.identity.Reach.Audit;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.key.KeyTable.KeyChange;
import io.sallyport.key.KeyTable.Surroundings;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.profile.BackendProfile;
import io.sallyport.profile.Bundle;
import io.sallyport.tenant.ModelNames;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keys this gateway has issued: issue, list, disable, enable, revoke, restore.
///
/// Every change is one transaction that makes the topic `keys` known to all instances.
/// Errors: NotFound for an unknown id; Conflict when the key is in another state than the change needs.
/// Threads: safe; every method waits for the database.
public final class ApiKeys implements KeySource {
    /// What [io.sallyport.database.Changes] calls changes of keys; see also
    /// [io.sallyport.tenant.Tenants#TOPIC].
    public static final String TOPIC = "keys";

    private final Database database;
    private final KeyTable table;
    private final KeyHasher hasher;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Runnable changed = () -> {};
    private volatile Function<BackendProfileId, Optional<BackendProfile>> profiles = _ -> Optional.empty();

    public ApiKeys(Database database, KeyHasher hasher, Clock clock) {
        this.database = database;
        this.table = database.attach(KeyTable.class);
        this.hasher = hasher;
        this.clock = clock;
    }

    /// Calls an action after every change made here, so that this instance does not wait to be notified of its
    /// own.
    public void onChange(Runnable action) {
        changed = action;
    }

    /// Looks backend profiles up here, in memory, when a key that is bound to one is presented.
    public void boundBy(Function<BackendProfileId, Optional<BackendProfile>> known) {
        profiles = known;
    }

    /// Tells this instance that keys have changed, after a transaction of somebody else's.
    void announce() {
        changed.run();
    }

    /// A new key and its text, which nobody can ask for a second time.
    public record Issued(ApiKey key, Secret text) {}

    /// Some keys, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<ApiKey> keys, Optional<KeyId> next) {}

    /// Errors: BadRequest when it would be expired already, or belong to a project that is not its tenant's.
    public Issued issue(NewKey wanted) {
        Issued issued = database.inTransaction(transaction -> issue(transaction, wanted));
        announce();
        return issued;
    }

    /// As [#issue(NewKey)], in a transaction of the caller's, who announces it.
    Issued issue(Transaction transaction, NewKey wanted) {
        Instant now = clock.instant();
        if (wanted.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
            throw new BadRequest("invalid_value", "expires_at must be in the future.", "expires_at").asException();
        }
        if (!table.isHome(wanted.home())) {
            throw new BadRequest("invalid_value", "There is no such project.", "project").asException();
        }
        KeyText text = KeyFormat.generate(random);
        ApiKey key = row(wanted, text, now);
        if (!insert(transaction, key, text)) {
            throw new IllegalStateException("a random prefix of 71 bits came up twice");
        }
        return new Issued(key, text.text());
    }

    /// As [#issue(NewKey)], by the holder of another key, who can give no more than that key has.
    ///
    /// Errors: also NotAllowed `scope_exceeds_grantor`.
    public Issued issue(NewKey wanted, ApiKey grantor) {
        if (!isWithin(grantor, wanted)) {
            throw exceeding();
        }
        return issue(wanted);
    }

    /// Takes over a key somebody else made, `sk-demo.my-secret`, unless its prefix is known; then nothing
    /// changes.
    ///
    /// Errors: IllegalArgumentException when it has not the form of a key.
    ///
    /// @return empty when its prefix is known
    public Optional<ApiKey> adopt(Secret text, NewKey wanted) {
        KeyText key = KeyFormat.read(text.reveal())
                .orElseThrow(() -> new IllegalArgumentException("a key must have the form sk-<prefix>.<secret>"));
        ApiKey row = row(wanted, key, clock.instant());
        boolean added = database.inTransaction(transaction -> insert(transaction, row, key));
        announce();
        return added ? Optional.of(row) : Optional.empty();
    }

    /// Says whether a text is one of our keys, in whatever state it is.
    public boolean isKnown(Secret text) {
        return KeyFormat.read(text.reveal())
                .filter(key -> hasher.matches(text, proof(key.prefix()).map(Proof::secretHash)))
                .isPresent();
    }

    public Optional<ApiKey> find(KeyId id) {
        return table.find(id);
    }

    /// @param after the last key of the page before
    /// @param count 1 to 1000
    public Page list(KeyFilter filter, Optional<KeyId> after, int count) {
        List<ApiKey> keys = table.list(after, filter, count + 1);
        return keys.size() <= count
                ? new Page(keys, Optional.empty())
                : new Page(
                        keys.subList(0, count), Optional.of(keys.get(count - 1).id()));
    }

    /// Whose some keys are; a key that does not exist is not in the answer.
    public Map<KeyId, KeyOwner> owners(List<KeyId> ids) {
        return table.owners(ids.stream().map(KeyId::value).toList()).stream()
                .collect(Collectors.toMap(KeyOwner::key, Function.identity()));
    }

    /// Changes where a key may be used from.
    ///
    /// Errors: NotAllowed `scope_exceeds_grantor` when the key of whoever changes it may be used from fewer
    /// places.
    public ApiKey restrict(KeyId id, AllowedAddresses addresses, Optional<ApiKey> grantor) {
        if (grantor.filter(own -> !own.allowedAddresses().covers(addresses)).isPresent()) {
            throw exceeding();
        }
        return edit(id, rows -> rows.restrict(id, addresses));
    }

    /// Changes what happens when a call with a key cannot be carried over to a backend as it is.
    public ApiKey bear(KeyId id, LossPolicy policy) {
        return edit(id, rows -> rows.bear(id, policy));
    }

    private ApiKey edit(KeyId id, Consumer<KeyTable> change) {
        ApiKey key = database.inTransaction(transaction -> {
            KeyTable rows = transaction.attach(KeyTable.class);
            change.accept(rows);
            transaction.bump(TOPIC);
            return rows.find(id).orElseThrow(ApiKeys::unknown);
        });
        announce();
        return key;
    }

    public ApiKey disable(KeyId id) {
        return change(id, key -> toggle(key, Status.DISABLED));
    }

    public ApiKey enable(KeyId id) {
        return change(id, key -> toggle(key, Status.ACTIVE));
    }

    /// @param by who revokes it, as shown to operators
    public ApiKey revoke(KeyId id, String by) {
        return change(id, key -> new KeyChange(id, Status.REVOKED, Optional.of(clock.instant()), Optional.of(by)));
    }

    /// Makes a revoked key active again, unless it has expired.
    public ApiKey restore(KeyId id) {
        return change(id, this::restored);
    }

    @Override
    public Optional<Proof> proof(String prefix) {
        return table.proof(prefix);
    }

    @Override
    public Map<KeyId, Standing> standings(Collection<KeyId> ids) {
        List<String> texts = ids.stream().map(KeyId::value).toList();
        Map<KeyId, Surroundings> around =
                table.surroundings(texts).stream().collect(Collectors.toMap(Surroundings::key, Function.identity()));
        Map<Circle, AllowList> ofGroups = new HashMap<>();
        return table.some(texts).stream()
                .filter(key -> around.containsKey(key.id()))
                .collect(Collectors.toMap(
                        ApiKey::id, key -> standing(key, Objects.requireNonNull(around.get(key.id())), ofGroups)));
    }

    /// @param known what groups allow, as far as it was asked for
    private Standing standing(ApiKey key, Surroundings around, Map<Circle, AllowList> known) {
        List<String> groups = around.groups().orElse(List.of());
        Optional<BackendProfile> profile = around.profile().flatMap(profiles);
        AllowList models = list(around.tenantModels())
                .and(list(around.projectModels()))
                .and(known.computeIfAbsent(new Circle(key.tenant(), groups), this::ofGroups))
                .and(list(profile.flatMap(bound -> bound.bundle().access().allowedModels())));
        Optional<Reach> reach = around.profile().isEmpty()
                ? Optional.of(Reach.ANYWHERE.with(key.lossPolicy()))
                : profile.map(bound -> reach(bound, around, key.lossPolicy()));
        return new Standing(key, around.mayCall(), around.user(), Set.copyOf(groups), models, reach);
    }

    private static Reach reach(BackendProfile profile, Surroundings around, LossPolicy own) {
        Bundle bundle = profile.bundle();
        return new Reach(
                Optional.of(profile.id()),
                AllowList.of(bundle.access().backends()),
                bundle.keys().openwebuiHeaders() && around.openwebuiOptIn(),
                new Audit(bundle.recording().metadata(), bundle.recording().content()),
                bundle.access().losses().and(own));
    }

    /// What any of the groups allows; groups without a list restrict nothing and allow nothing more.
    private AllowList ofGroups(Circle circle) {
        List<ModelNames> lists =
                circle.groups().isEmpty() ? List.of() : table.modelsOf(circle.tenant(), circle.groups());
        return lists.isEmpty()
                ? AllowList.anything()
                : AllowList.of(lists.stream()
                        .flatMap(list -> list.value().stream())
                        .distinct()
                        .toList());
    }

    private static boolean isWithin(ApiKey grantor, NewKey wanted) {
        boolean endsInTime = grantor.expiresAt().isEmpty()
                || wanted.expiresAt()
                        .filter(end -> !end.isAfter(grantor.expiresAt().get()))
                        .isPresent();
        return endsInTime
                && (grantor.admin() || !wanted.admin())
                && list(grantor.allowedModels()).covers(list(wanted.allowedModels()))
                && list(grantor.allowedOperations()).covers(list(wanted.allowedOperations()))
                && grantor.allowedAddresses().covers(wanted.allowedAddresses());
    }

    private static AllowList list(Optional<List<String>> names) {
        return names.map(AllowList::of).orElseGet(AllowList::anything);
    }

    private boolean insert(Transaction transaction, ApiKey key, KeyText text) {
        boolean added = transaction.attach(KeyTable.class).insert(key, hasher.hash(text.text())) > 0;
        if (added) {
            transaction.bump(TOPIC);
        }
        return added;
    }

    private ApiKey change(KeyId id, Decision decision) {
        ApiKey key = database.inTransaction(transaction -> change(transaction, id, decision));
        announce();
        return key;
    }

    /// A key that is already as wanted stays as it is, so repeating a change is harmless.
    private static ApiKey change(Transaction transaction, KeyId id, Decision decision) {
        KeyTable rows = transaction.attach(KeyTable.class);
        ApiKey key = rows.lock(id).orElseThrow(ApiKeys::unknown);
        KeyChange change = decision.on(key);
        if (change.status() == key.status()) {
            return key;
        }
        rows.change(change);
        transaction.bump(TOPIC);
        return rows.find(id).orElseThrow(ApiKeys::unknown);
    }

    private static KeyChange toggle(ApiKey key, Status status) {
        if (key.status() == Status.REVOKED) {
            throw new Conflict("conflict", "The key is revoked. Restore it first.").asException();
        }
        return new KeyChange(key.id(), status, Optional.empty(), Optional.empty());
    }

    private KeyChange restored(ApiKey key) {
        if (key.status() == Status.DISABLED) {
            throw new Conflict("conflict", "The key is disabled, not revoked. Enable it.").asException();
        }
        if (key.isExpiredAt(clock.instant())) {
            throw new Conflict("conflict", "The key has expired. Issue a new one.").asException();
        }
        return new KeyChange(key.id(), Status.ACTIVE, Optional.empty(), Optional.empty());
    }

    private static RuntimeException exceeding() {
        return new NotAllowed("scope_exceeds_grantor", "A key can give no more than it has itself.").asException();
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such key.").asException();
    }

    private static ApiKey row(NewKey wanted, KeyText text, Instant now) {
        return new ApiKey(
                new KeyId(TimeOrdered.uuid(now.toEpochMilli()).toString()),
                wanted.home().tenant(),
                wanted.home().project(),
                wanted.displayName(),
                text.prefix(),
                Status.ACTIVE,
                wanted.principalType(),
                wanted.principalRef(),
                wanted.allowedModels(),
                wanted.allowedOperations(),
                wanted.allowedAddresses(),
                wanted.admin(),
                wanted.lossPolicy(),
                wanted.notes(),
                wanted.source(),
                now,
                wanted.expiresAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /// Groups of one tenant.
    private record Circle(TenantId tenant, List<String> groups) {}

    /// What becomes of a key, given how it is now.
    private interface Decision {
        KeyChange on(ApiKey key);
    }
}
