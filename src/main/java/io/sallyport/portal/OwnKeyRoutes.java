package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.crypto.KeyFormat;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.AllowedAddresses;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.key.ApiKeys.Issued;
import io.sallyport.key.KeyWish;
import io.sallyport.key.PersonalKey;
import io.sallyport.key.PersonalKeys;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitWish;
import io.sallyport.limit.Scope;
import io.sallyport.policy.KeyPolicy;
import io.sallyport.profile.Applicant;
import io.sallyport.tenant.Home;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The keys people make for themselves: make, look at, change, see again, rotate, revoke.
public final class OwnKeyRoutes {
    private static final String HOME = "/api/keys";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;

    private static final Duration LONGEST_GRACE = Duration.ofDays(7);

    private final PersonalKeys keys;
    private final GivenLimits limits;
    private final KeyReveals reveals;
    private final Clock clock;

    public OwnKeyRoutes(PersonalKeys keys, GivenLimits limits, Clock clock) {
        this.keys = keys;
        this.limits = limits;
        this.reveals = new KeyReveals(keys, clock);
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(SIGNED_IN, HOME, "List my keys, newest first", OwnKeys.class, this::all),
                JsonRoute.taking(SIGNED_IN, Wish.class, "POST " + HOME, "Make a key", NewOwnKey.class, this::issue)
                        .answering(CREATED),
                JsonRoute.get(SIGNED_IN, ONE, "Show one of my keys", OwnKey.class, call -> view(find(call))),
                JsonRoute.taking(
                        SIGNED_IN,
                        Change.class,
                        "PUT " + ONE,
                        "Change name, addresses and opt-ins",
                        OwnKey.class,
                        this::change),
                JsonRoute.get(
                        SIGNED_IN,
                        ONE + "/policies",
                        "List the policy versions I had accepted when a key was made",
                        KeyPolicies.class,
                        call -> new KeyPolicies(keys.policies(find(call)))),
                JsonRoute.action(
                        SIGNED_IN, ONE + "/reveal", "Show the text of a key again", KeyText.class, this::reveal),
                JsonRoute.taking(
                                SIGNED_IN,
                                Rotation.class,
                                "POST " + ONE + "/rotate",
                                "Make a key in the place of another",
                                NewOwnKey.class,
                                this::rotate)
                        .answering(CREATED),
                JsonRoute.action(SIGNED_IN, ONE + "/revoke", "Revoke one of my keys", OwnKey.class, this::revoke));
    }

    private OwnKeys all(JsonCall call) {
        return new OwnKeys(
                keys.list(applicant(call).user()).stream().map(this::view).toList());
    }

    private NewOwnKey issue(JsonCall call, Wish wish) {
        List<LimitWish> wishes = wish.limits().orElse(List.of());
        limits.check(wishes, above(call), Origin.OWNER);
        Issued issued = checked(() -> keys.issue(applicant(call), wish.toKeyWish()));
        limits.give(issued.key().id(), wishes, Origin.OWNER, Optional.empty());
        return made(call, issued);
    }

    private static Map<Scope, String> above(JsonCall call) {
        return Map.of(
                Scope.USER, applicant(call).user().value(),
                Scope.TENANT, Home.DEFAULT.tenant().value(),
                Scope.PROJECT, Home.DEFAULT.project().value());
    }

    private OwnKey change(JsonCall call, Change change) {
        PersonalKey key = find(call);
        return view(checked(() -> keys.change(applicant(call), key.id(), change.over(key))));
    }

    private KeyText reveal(JsonCall call) {
        return new KeyText(reveals.reveal(call, find(call)));
    }

    private NewOwnKey rotate(JsonCall call, Rotation rotation) {
        Duration grace = Duration.ofMinutes(rotation.graceMinutes());
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new BadRequest("invalid_value", "The grace is 0 minutes to 7 days.", "grace_minutes").asException();
        }
        KeyId old = find(call).id();
        Issued issued = keys.rotate(applicant(call), old, grace);
        limits.give(issued.key().id(), List.of(), Origin.OWNER, Optional.of(old));
        return made(call, issued);
    }

    private OwnKey revoke(JsonCall call) {
        PersonalKey revoked =
                keys.revoke(applicant(call).user(), id(call), call.principal().name());
        return view(revoked);
    }

    private NewOwnKey made(JsonCall call, Issued issued) {
        KeyId id = issued.key().id();
        return new NewOwnKey(
                issued.text().reveal(), view(keys.get(applicant(call).user(), id)));
    }

    private PersonalKey find(JsonCall call) {
        return keys.get(applicant(call).user(), id(call));
    }

    private static Applicant applicant(JsonCall call) {
        return TermsRoutes.applicant(call);
    }

    /// The key that the path names.
    static KeyId id(JsonCall call) {
        return call.path("id", KeyId::new, "key");
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
        }
    }

    private OwnKey view(PersonalKey key) {
        return new OwnKey(
                key.id(),
                key.name(),
                key.profile(),
                KeyFormat.preview(key.prefix()),
                key.status(),
                key.worksAt(clock.instant()),
                key.allowedAddresses().value(),
                key.continueOptIn(),
                key.openwebuiOptIn(),
                key.revealable(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.revokedBy(),
                key.lastUsedAt());
    }

    /// What somebody says about a key of their own.
    ///
    /// @param allowedAddresses addresses and networks; from anywhere when absent or empty
    /// @param limits of the key, within those of its owner
    record Wish(
            String name,
            BackendProfileId profile,
            Optional<Instant> expiresAt,
            Optional<List<String>> allowedAddresses,
            Optional<Boolean> continueOptIn,
            Optional<Boolean> openwebuiOptIn,
            Optional<List<LimitWish>> limits) {

        KeyWish toKeyWish() {
            return new KeyWish(
                    name,
                    profile,
                    expiresAt,
                    new AllowedAddresses(allowedAddresses.orElse(List.of())),
                    continueOptIn.orElse(false),
                    openwebuiOptIn.orElse(false));
        }
    }

    /// What is to be different; absent parts stay as they are.
    record Change(
            Optional<String> name,
            Optional<List<String>> allowedAddresses,
            Optional<Boolean> continueOptIn,
            Optional<Boolean> openwebuiOptIn) {

        KeyWish over(PersonalKey key) {
            return new KeyWish(
                    name.orElse(key.name()),
                    key.profile(),
                    Optional.empty(),
                    allowedAddresses.map(AllowedAddresses::new).orElse(key.allowedAddresses()),
                    continueOptIn.orElse(key.continueOptIn()),
                    openwebuiOptIn.orElse(key.openwebuiOptIn()));
        }
    }

    /// @param graceMinutes how long the old key goes on working
    record Rotation(int graceMinutes) {}

    /// A key as its owner sees it.
    ///
    /// @param works it is active and has not expired
    /// @param revealable its text can be seen again
    record OwnKey(
            KeyId id,
            String name,
            BackendProfileId profile,
            String preview,
            Status status,
            boolean works,
            List<String> allowedAddresses,
            boolean continueOptIn,
            boolean openwebuiOptIn,
            boolean revealable,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<String> revokedBy,
            Optional<Instant> lastUsedAt) {}

    /// Every key of the caller.
    record OwnKeys(List<OwnKey> data) {}

    /// A new key; its text is shown here, and again only where keys are kept sealed.
    record NewOwnKey(String apiKey, OwnKey key) {}

    /// The text of a key.
    record KeyText(String apiKey) {}

    /// What was accepted.
    record KeyPolicies(List<KeyPolicy> data) {}
}
