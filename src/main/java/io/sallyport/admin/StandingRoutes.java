package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.limit.HeldLimits;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitNames;
import io.sallyport.limit.LimitNames.Found;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.LimitStandings;
import io.sallyport.limit.Scope;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// How everybody stands with limits, for operators: who is at the end of one, what holds for a key, and letting
/// somebody begin anew.
public final class StandingRoutes {
    private static final int MOST_KEYS = 100;

    private final LimitCatalog catalog;
    private final LimitStandings standings;
    private final HeldLimits held;
    private final LimitNames names;
    private final Clock clock;

    /// @param held what holds for keys
    public StandingRoutes(
            LimitCatalog catalog, LimitStandings standings, HeldLimits held, LimitNames names, Clock clock) {
        this.catalog = catalog;
        this.standings = standings;
        this.held = held;
        this.names = names;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/limit-standings",
                        "Show how everybody stands with quotas and budgets, most used first",
                        StandingPage.class,
                        this::page),
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/key-limits",
                        "Show how every limit stands that holds for some keys",
                        KeyLimitPage.class,
                        this::ofKeys),
                JsonRoute.taking(
                        OPERATE,
                        ForgiveBody.class,
                        "POST " + LimitRoutes.ONE + "/forgive",
                        "Let a subject begin its window anew; the ledger keeps who allowed it",
                        Forgiven.class,
                        this::forgive));
    }

    /// Of all limits, of one, of those of a scope or a backend profile; of all subjects, or only those whose calls
    /// are refused.
    private StandingPage page(JsonCall call) {
        Optional<LimitId> id = call.query("limit_id", LimitId::new);
        Optional<Scope> scope = call.query("scope", word -> Scope.valueOf(word.toUpperCase(Locale.ROOT)));
        Optional<BackendProfileId> profile = call.query("backend_profile", BackendProfileId::new);
        boolean exceeded = call.query("exceeded", Boolean::valueOf).orElse(false);
        List<Limit> limits = catalog.list().stream()
                .filter(limit -> id.isEmpty() || limit.id().equals(id.get()))
                .filter(limit -> scope.isEmpty() || limit.coverage().scope() == scope.get())
                .toList();
        Predicate<LimitStanding> isAsked = standing -> (!exceeded || standing.isBlocked())
                && (profile.isEmpty() || isOf(profile.get().value(), standing));
        return new StandingPage(views(standings.of(limits).stream()
                .filter(isAsked)
                .limit(call.limit())
                .toList()));
    }

    private static boolean isOf(String profile, LimitStanding standing) {
        Limit.Coverage coverage = standing.limit().coverage();
        return coverage.profile().filter(profile::equals).isPresent()
                || (coverage.scope() == Scope.BACKEND_PROFILE
                        && standing.subject().equals(profile));
    }

    private KeyLimitPage ofKeys(JsonCall call) {
        List<KeyId> keys = call.query("keys", StandingRoutes::keys).orElse(List.of());
        Map<KeyId, List<LimitStanding>> found = held.of(keys);
        return new KeyLimitPage(keys.stream()
                .map(key -> new KeyLimits(key, views(found.getOrDefault(key, List.of()))))
                .toList());
    }

    private static List<KeyId> keys(String text) {
        List<KeyId> keys =
                Arrays.stream(text.split(",")).map(KeyId::new).distinct().toList();
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("too many keys");
        }
        return keys;
    }

    private List<StandingView> views(List<LimitStanding> some) {
        Found found = names.ofStandings(some);
        Instant now = clock.instant();
        return some.stream()
                .sorted(LimitStanding.TIGHTEST_FIRST)
                .map(standing -> StandingView.of(standing, found, now))
                .toList();
    }

    private Forgiven forgive(JsonCall call, ForgiveBody body) {
        Limit limit = LimitRoutes.limit(catalog, call);
        BigInteger forgiven =
                standings.forgive(limit, body.subject(), call.principal().name());
        return new Forgiven(limit.metric().text(forgiven));
    }

    /// Whose use is forgiven.
    ///
    /// @param subject as the standings call it
    record ForgiveBody(String subject) {}

    /// What was forgiven: dollars, tokens or calls, as the limit says.
    record Forgiven(String forgiven) {}

    /// How everybody stands.
    record StandingPage(List<StandingView> data) {}

    /// How every limit stands that holds for a key, the tightest first.
    record KeyLimits(KeyId key, List<StandingView> limits) {}

    /// How some keys stand, in the order they were asked for.
    record KeyLimitPage(List<KeyLimits> data) {}
}
