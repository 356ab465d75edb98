package io.sallyport.key;

import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.key.ApiKeys.Issued;
import io.sallyport.key.PersonalKeyTable.Agreed;
import io.sallyport.key.PersonalKeyTable.Gift;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import io.sallyport.policy.Acceptances;
import io.sallyport.policy.KeyPolicy;
import io.sallyport.profile.Applicant;
import io.sallyport.profile.BackendProfile;
import io.sallyport.profile.Entitlements;
import io.sallyport.profile.KeyRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keys that people make for themselves, each on the terms of one backend profile.
///
/// Errors: NotFound for a key that is another's or does not exist; both look the same.
/// Threads: safe; every method waits for the database.
public final class PersonalKeys {
    private final Database database;
    private final PersonalKeyTable table;
    private final ApiKeys keys;
    private final Entitlements entitlements;
    private final Acceptances acceptances;
    private final Optional<Seal> seal;
    private final Clock clock;

    /// @param seal keeps the texts of new keys for their owners; empty when nobody sees a key twice
    public PersonalKeys(Database database, ApiKeys keys, Terms terms, Optional<Seal> seal, Clock clock) {
        this.database = database;
        this.table = database.attach(PersonalKeyTable.class);
        this.keys = keys;
        this.entitlements = terms.entitlements();
        this.acceptances = terms.acceptances();
        this.seal = seal;
        this.clock = clock;
    }

    /// What decides on whether somebody may have a key.
    public record Terms(Entitlements entitlements, Acceptances acceptances) {}

    /// Makes a key.
    ///
    /// Errors: NotAllowed `policy_not_accepted`; BadRequest `expiry_too_late`, or `invalid_value` for an opt-in
    /// the backend profile does not offer; Conflict `key_limit_reached`.
    public Issued issue(Applicant applicant, KeyWish wish) {
        Issued issued = database.inTransaction(transaction -> {
            Issued made = make(transaction, applicant, wish);
            KeyId id = made.key().id();
            BackendProfile profile = entitlements.admit(transaction, applicant, wish.profile(), id);
            profile.bundle().keys().requireRoom(others(transaction, applicant, id, wish));
            return made;
        });
        keys.announce();
        return issued;
    }

    /// Makes a key in the place of another, which goes on working for a while.
    ///
    /// Errors: as [#issue]; Conflict when the old one no longer works.
    ///
    /// @param grace how long the old key goes on
    public Issued rotate(Applicant applicant, KeyId id, Duration grace) {
        PersonalKey old = get(applicant.user(), id);
        Instant now = clock.instant();
        requireWorking(old, now);
        KeyWish wish = new KeyWish(
                old.name(),
                old.profile(),
                Optional.empty(),
                old.allowedAddresses(),
                old.continueOptIn(),
                old.openwebuiOptIn());
        Issued issued = database.inTransaction(transaction -> {
            Issued made = make(transaction, applicant, wish);
            var _ = entitlements.admit(
                    transaction, applicant, wish.profile(), made.key().id());
            transaction.attach(PersonalKeyTable.class).endBy(id, now.plus(grace));
            return made;
        });
        keys.announce();
        return issued;
    }

    /// The keys of a user, newest first.
    public List<PersonalKey> list(UserId owner) {
        return table.list(owner);
    }

    public PersonalKey get(UserId owner, KeyId id) {
        return table.find(owner, id)
                .orElseThrow(() -> new NotFound("not_found", "There is no such key.").asException());
    }

    /// The versions of policies its owner had accepted when it was made.
    public List<KeyPolicy> policies(PersonalKey key) {
        return acceptances.ofKey(key.id());
    }

    /// Changes name, addresses and opt-ins.
    ///
    /// Errors: BadRequest for an opt-in the backend profile does not offer.
    public PersonalKey change(Applicant applicant, KeyId id, KeyWish wish) {
        PersonalKey key = get(applicant.user(), id);
        requireOffered(rules(applicant, key.profile()), wish);
        database.useTransaction(transaction -> {
            transaction
                    .attach(PersonalKeyTable.class)
                    .change(
                            id,
                            NewKey.named(wish.name()).displayName(),
                            new Agreed(wish.addresses(), wish.continueOptIn(), wish.openwebuiOptIn()));
            transaction.bump(ApiKeys.TOPIC);
        });
        keys.announce();
        return get(applicant.user(), id);
    }

    /// The text of a key.
    ///
    /// Errors: NotFound `not_revealable` when it was not kept; Conflict when the key no longer works.
    public Secret reveal(UserId owner, KeyId id) {
        PersonalKey key = get(owner, id);
        requireWorking(key, clock.instant());
        Optional<String> sealed = table.sealedSecret(key.id());
        if (seal.isEmpty() || sealed.isEmpty()) {
            throw notKept();
        }
        try {
            return seal.get().open(place(id), sealed.get());
        } catch (SealBroken e) {
            throw notKept();
        }
    }

    /// @param by as shown to operators
    public PersonalKey revoke(UserId owner, KeyId id, String by) {
        get(owner, id);
        keys.revoke(id, by);
        return get(owner, id);
    }

    private Issued make(Transaction transaction, Applicant applicant, KeyWish wish) {
        KeyRules rules = rules(applicant, wish.profile());
        requireOffered(rules, wish);
        Issued issued = keys.issue(
                transaction,
                NewKey.personal(
                        wish.name(),
                        applicant.name(),
                        rules.expiry(wish.expiresAt(), clock.instant()),
                        wish.addresses()));
        KeyId id = issued.key().id();
        transaction
                .attach(PersonalKeyTable.class)
                .give(new Gift(
                        id,
                        applicant.user(),
                        wish.profile(),
                        wish.continueOptIn(),
                        wish.openwebuiOptIn(),
                        seal.map(open -> open.seal(place(id), issued.text()))));
        return issued;
    }

    private KeyRules rules(Applicant applicant, BackendProfileId profile) {
        return entitlements.get(applicant, profile).profile().bundle().keys();
    }

    /// How many keys of the same user and backend profile work beside one that was just made.
    private long others(Transaction transaction, Applicant applicant, KeyId made, KeyWish wish) {
        return transaction
                .attach(PersonalKeyTable.class)
                .working(applicant.user(), wish.profile(), made, clock.instant());
    }

    private static void requireWorking(PersonalKey key, Instant now) {
        if (!key.worksAt(now)) {
            throw new Conflict("conflict", "The key no longer works. Make a new one.").asException();
        }
    }

    private static void requireOffered(KeyRules rules, KeyWish wish) {
        if (wish.openwebuiOptIn() && !rules.openwebuiHeaders()) {
            throw new BadRequest(
                            "invalid_value",
                            "This backend profile does not offer Open WebUI's headers.",
                            "openwebui_opt_in")
                    .asException();
        }
    }

    private static RuntimeException notKept() {
        return new NotFound("not_revealable", "The text of this key was shown once and not kept.").asException();
    }

    private static Place place(KeyId id) {
        return new Place("api_key", id.value(), "sealed_secret");
    }
}
