package io.sallyport.testkit;

import io.sallyport.admin.KeyRoutes;
import io.sallyport.admin.LimitRoutes;
import io.sallyport.admin.StandingRoutes;
import io.sallyport.api.ApiErrors;
import io.sallyport.api.Dialects;
import io.sallyport.counters.MemoryCounters;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.crypto.SignedTokens;
import io.sallyport.database.Database;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.door.Credentials;
import io.sallyport.door.JsonDoor;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.AccessTokens;
import io.sallyport.identity.SessionLife;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.Users;
import io.sallyport.journal.AdminEvents;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.key.KeySettings;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.key.KeySettings.StaticKey;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.lang.Secret;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.HeldLimits;
import io.sallyport.limit.Ledger;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.LimitNames;
import io.sallyport.limit.LimitSettings;
import io.sallyport.limit.LimitStandings;
import io.sallyport.limit.Limits;
import io.sallyport.limit.RateSlices;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Cookies;
import io.sallyport.web.Routes;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The operators' key API on a port and a database of its own.
///
/// Threads: switched by one test thread.
public final class OperatorServer implements AutoCloseable {
    /// A key that opens the operators' door.
    public static final String OPERATOR = "operators-only";

    /// A key for model calls; the operators' door does not know it.
    public static final String CALLER = "for-calls-only";

    private static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));

    private final TestDatabase database = TestDatabase.migrated();
    private final EventLoops loops = EventLoops.start(1);
    private final Ledger ledger;
    private final ApiKeys keys;
    private final WebServer server;
    private final URI url;
    private volatile boolean isOpen = true;

    private OperatorServer(Clock clock) {
        this.ledger = Ledger.open(database.database(), clock);
        keys = new ApiKeys(database.database(), HASHER, clock);
        ApiErrors errors = new ApiErrors(
                clock,
                new Dialects(new OpenAiClientDialect(), new AnthropicClientDialect(), new GeminiClientDialect()));
        KeyAuthenticator authenticator = new KeyAuthenticator(settings(), keys, HASHER, (_, _) -> {}, clock);
        Sessions sessions = new Sessions(database.database(), () -> SessionLife.USUAL, clock);
        Credentials credentials = new Credentials(authenticator, tokens(clock), sessions, () -> new Cookies(false));
        JsonDoor door =
                new JsonDoor(credentials, () -> isOpen, errors::write, new AdminEvents(database.database()), clock);
        server = new WebServer(
                loops, WebServerSettings.on("127.0.0.1", 0), new Routes(door.routes(routes(clock))), errors::write);
        url = URI.create("http://127.0.0.1:" + server.start());
    }

    public static OperatorServer start(Clock clock) {
        return new OperatorServer(clock);
    }

    private List<JsonRoute> routes(Clock clock) {
        Database store = database.database();
        LimitCatalog limits = new LimitCatalog(store, List::of, _ -> {}, clock);
        List<JsonRoute> routes = new ArrayList<>(new KeyRoutes(keys, new GivenLimits(limits, clock)).list());
        LimitNames names = new LimitNames(store);
        routes.addAll(new LimitRoutes(limits, names, new LedgerCheck(store), clock).list());
        LimitStandings books = new LimitStandings(store, clock);
        routes.addAll(new StandingRoutes(limits, books, held(books, clock), names, clock).list());
        return routes;
    }

    /// Nobody calls here, so nothing is held.
    private HeldLimits held(LimitStandings books, Clock clock) {
        RateSlices rates = RateSlices.open(new MemoryCounters(clock), clock);
        Limits none = new Limits(ledger, rates, () -> LimitSettings.NONE, Runnable::run, clock, _ -> {});
        return new HeldLimits(none, books, _ -> Map.of());
    }

    private AccessTokens tokens(Clock clock) {
        Secret secret = Secret.of("a-secret-that-only-tests-use-0123456789");
        SignedTokens signed = new SignedTokens(secret, "test", "test", Duration.ofMinutes(15), clock);
        Users users = new Users(database.database(), clock);
        return new AccessTokens(database.database(), users, signed, Duration.ofHours(24), clock);
    }

    private static KeySettings settings() {
        return new KeySettings(
                List.of(new StaticKey("", Secret.of(CALLER))),
                List.of(new StaticKey("", Secret.of(OPERATOR))),
                List.of(),
                true,
                Strangers.REFUSED,
                "X",
                new Scopes(true, true, true));
    }

    public URI url() {
        return url;
    }

    public ApiKeys keys() {
        return keys;
    }

    public TestDatabase database() {
        return database;
    }

    /// From now on there is no operators' API, as without an admin authenticator.
    public void shut() {
        isOpen = false;
    }

    @Override
    public void close() {
        server.close();
        loops.close();
        ledger.close();
        database.close();
    }
}
