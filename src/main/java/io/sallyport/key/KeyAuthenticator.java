package io.sallyport.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.crypto.Fingerprint;
import io.sallyport.crypto.Fingerprints;
import io.sallyport.crypto.KeyFormat;
import io.sallyport.crypto.KeyFormat.KeyText;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Caller.Kind;
import io.sallyport.identity.Reach;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.key.KeySettings.StaticKey;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.key.KeySource.Proof;
import io.sallyport.key.KeySource.Standing;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.net.AddressRules;
import io.sallyport.tenant.Home;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Turns a credential into a proven [Caller]; nothing else makes callers that show a key.
///
/// Answers are remembered for 30 seconds under a fingerprint of the whole token, or until [#forget()].
/// Addresses that try out keys are slowed down.
/// Errors: NotAuthenticated with `missing_api_key`, `invalid_api_key` or, once the whole secret matched,
/// `key_revoked`, `key_disabled`, `key_expired`; NotAllowed `account_disabled` when the key's tenant or user is
/// suspended, or the user has left the tenant, `address_not_allowed` when it is used from elsewhere than it
/// may; RateLimited `too_many_wrong_keys`.
public final class KeyAuthenticator {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    /// Refusals share the room with callers: the cache keeps what is used often, so a flood of made-up keys,
    /// each seen once, does not displace real ones.
    private static final int MOST_REMEMBERED = 50_000;

    private final KeySource source;
    private final KeyHasher hasher;
    private final KeyUse use;
    private final Clock clock;
    private final Fingerprints fingerprints = new Fingerprints(new SecureRandom());
    private final Cache<Fingerprint, Answer> answers;
    private final AtomicLong generation = new AtomicLong();
    private final KeyGuesses guesses;
    private volatile Rules rules;

    public KeyAuthenticator(KeySettings settings, KeySource source, KeyHasher hasher, KeyUse use, Clock clock) {
        this.source = source;
        this.hasher = hasher;
        this.use = use;
        this.clock = clock;
        this.guesses = new KeyGuesses(clock);
        this.rules = rules(settings);
        this.answers = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    /// Takes over changed settings from the next call on.
    public void reload(KeySettings settings) {
        rules = rules(settings);
        forget();
    }

    /// Makes every remembered answer void, also those whose look-up has begun; called when any key, or what
    /// surrounds keys, has changed.
    public void forget() {
        generation.incrementAndGet();
    }

    /// The caller, when memory alone can tell.
    ///
    /// Threads: never blocks.
    ///
    /// @param address where the credential came from
    /// @return empty when [#identify(Credential, String)] has to ask the database
    public Optional<Caller> cached(Credential credential, String address) {
        Rules now = rules;
        if (credential.token().isEmpty()) {
            return Optional.of(now.withoutToken());
        }
        String token = credential.token().get().reveal();
        Fingerprint fingerprint = fingerprints.of(token);
        Caller known = now.staticCallers().get(fingerprint);
        if (known != null) {
            return Optional.of(known);
        }
        Answer answer = answers.getIfPresent(fingerprint);
        if (answer != null && answer.generation() == generation.get()) {
            return Optional.of(callerOf(answer, now, address));
        }
        return now.issuedKeys() && KeyFormat.read(token).isPresent() ? Optional.empty() : Optional.of(now.stranger());
    }

    /// The caller, asking the database when memory does not know. Calls with the same key wait for one look-up.
    ///
    /// Threads: may block.
    ///
    /// @param address where the credential came from
    public Caller identify(Credential credential, String address) {
        return cached(credential, address).orElseGet(() -> lookUp(credential, address));
    }

    /// The caller that a key stands for, so that people can be told what holds for it. Nobody is let in by
    /// this: the key may be revoked.
    ///
    /// Threads: may block.
    ///
    /// @return empty when there is no such key, or its backend profile was taken away
    public Optional<Caller> holder(KeyId key) {
        return Optional.ofNullable(holders(List.of(key)).get(key));
    }

    /// As [#holder(KeyId)], of some keys; those that have none are left out.
    public Map<KeyId, Caller> holders(Collection<KeyId> keys) {
        Map<KeyId, Caller> holders = new HashMap<>();
        source.standings(keys)
                .forEach((key, standing) ->
                        standing.reach().ifPresent(reach -> holders.put(key, caller(standing, reach, rules.scopes()))));
        return holders;
    }

    private Caller lookUp(Credential credential, String address) {
        String token = credential.token().orElseThrow().reveal();
        KeyText key = KeyFormat.read(token).orElseThrow();
        Fingerprint fingerprint = fingerprints.of(token);
        guesses.admit(fingerprint, address);
        Answer answer = answers.asMap()
                .compute(fingerprint, (_, old) -> old != null && old.generation() == generation.get() ? old : ask(key));
        switch (answer) {
            case Unproven _ -> guesses.wasWrong(address);
            case Proven _ -> guesses.wasRight(fingerprint);
            case Refused _ -> {}
        }
        return callerOf(answer, rules, address);
    }

    /// The generation is read first, so a change during the look-up makes its answer void.
    private Answer ask(KeyText key) {
        long asked = generation.get();
        Optional<Proof> proof = source.proof(key.prefix());
        if (!hasher.matches(key.text(), proof.map(Proof::secretHash))) {
            return new Unproven(asked);
        }
        return proof.flatMap(found -> source.standing(found.id()))
                .<Answer>map(standing -> answer(asked, standing))
                .orElseGet(() -> new Unproven(asked));
    }

    private Answer answer(long asked, Standing standing) {
        ApiKey key = standing.key();
        return switch (key.status()) {
            case REVOKED -> new Refused(asked, new NotAuthenticated("key_revoked"));
            case DISABLED -> new Refused(asked, new NotAuthenticated("key_disabled"));
            case ACTIVE -> active(asked, standing);
        };
    }

    private Answer active(long asked, Standing standing) {
        if (!standing.mayCall()) {
            return new Refused(asked, new NotAllowed("account_disabled", "The account of this key is suspended."));
        }
        if (standing.reach().isEmpty()) {
            String message = "The backend profile of this key was taken away.";
            return new Refused(asked, new NotAllowed("backend_profile_removed", message));
        }
        ApiKey key = standing.key();
        Caller caller = caller(standing, standing.reach().get(), rules.scopes());
        return new Proven(
                asked,
                caller,
                key.id(),
                key.expiresAt().orElse(Instant.MAX),
                key.allowedAddresses().rules());
    }

    private Caller callerOf(Answer answer, Rules now, String address) {
        return switch (answer) {
            case Unproven _ -> now.stranger();
            case Refused refused -> throw refused.refusal().asException();
            case Proven proven -> {
                Instant time = clock.instant();
                if (!time.isBefore(proven.end())) {
                    throw new NotAuthenticated("key_expired").asException();
                }
                proven.requireFrom(address);
                use.used(proven.key(), time);
                yield proven.caller();
            }
        };
    }

    /// What a key may use is what its own lists and those around it allow (requirement C27).
    private static Caller caller(Standing standing, Reach reach, Scopes scopes) {
        ApiKey key = standing.key();
        AllowList own = scopes.models() ? scopes.list(key.allowedModels()) : AllowList.anything();
        return new Caller(
                Kind.NAMED,
                key.tenant(),
                key.project(),
                Optional.of(key.id()),
                key.displayName(),
                standing.user(),
                standing.groups(),
                key.admin(),
                own.and(standing.models()),
                scopes.operations() ? scopes.list(key.allowedOperations()) : AllowList.anything(),
                reach);
    }

    /// A caller from outside the key table. Allow-lists do not apply to them (requirement ID38).
    private static Caller caller(Kind kind, Optional<KeyId> key, String name, boolean admin) {
        return new Caller(
                kind,
                Home.DEFAULT.tenant(),
                Home.DEFAULT.project(),
                key,
                name,
                Optional.empty(),
                Set.of(),
                admin,
                AllowList.anything(),
                AllowList.anything(),
                Reach.ANYWHERE);
    }

    private Rules rules(KeySettings settings) {
        Map<Fingerprint, Caller> callers = new HashMap<>();
        addStatic(callers, settings.clientKeys(), "static", false);
        addStatic(callers, settings.adminKeys(), "admin", true);
        return new Rules(
                Map.copyOf(callers),
                settings.issuedKeys(),
                settings.strangers(),
                settings.scopes(),
                caller(Kind.ANONYMOUS, Optional.empty(), "anonymous", false),
                caller(Kind.PASSTHROUGH, Optional.empty(), "passthrough", false));
    }

    private void addStatic(Map<Fingerprint, Caller> callers, List<StaticKey> keys, String kind, boolean admin) {
        for (int i = 0; i < keys.size(); i++) {
            StaticKey key = keys.get(i);
            KeyId id = new KeyId(kind + ':' + (key.name().isEmpty() ? i + 1 : key.name()));
            callers.put(fingerprints.of(key.value().reveal()), caller(Kind.STATIC, Optional.of(id), id.value(), admin));
        }
    }

    /// The settings, made ready for calls.
    private record Rules(
            Map<Fingerprint, Caller> staticCallers,
            boolean issuedKeys,
            Strangers strangers,
            Scopes scopes,
            Caller anonymous,
            Caller passedOn) {

        Caller withoutToken() {
            if (strangers == Strangers.ANONYMOUS) {
                return anonymous;
            }
            throw new NotAuthenticated("missing_api_key").asException();
        }

        Caller stranger() {
            return switch (strangers) {
                case ANONYMOUS -> anonymous;
                case PASSED_ON -> passedOn;
                case REFUSED -> throw new NotAuthenticated("invalid_api_key").asException();
            };
        }
    }

    /// What is remembered of one token.
    private sealed interface Answer {
        /// Changes of keys that had been seen when the look-up began.
        long generation();
    }

    private record Unproven(long generation) implements Answer {}

    private record Refused(long generation, Refusal refusal) implements Answer {}

    /// @param from where it may be used; empty for anywhere
    private record Proven(long generation, Caller caller, KeyId key, Instant end, Optional<AddressRules> from)
            implements Answer {

        void requireFrom(String address) {
            if (from.isPresent() && !from.get().allows(InetAddress.ofLiteral(address))) {
                String message = "This key may not be used from this address.";
                throw new NotAllowed("address_not_allowed", message).asException();
            }
        }
    }
}
