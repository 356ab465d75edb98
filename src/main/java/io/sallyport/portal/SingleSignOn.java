package io.sallyport.portal;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.door.Credentials;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.Sessions.Opened;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.identity.oidc.CallbackAnswer;
import io.sallyport.identity.oidc.LogoutOrder;
import io.sallyport.identity.oidc.OidcPerson;
import io.sallyport.identity.oidc.OidcProvider;
import io.sallyport.identity.oidc.PendingSignIn;
import io.sallyport.identity.oidc.PendingSignIns;
import io.sallyport.identity.oidc.SignInRefused;
import io.sallyport.identity.oidc.SignInRules;
import io.sallyport.identity.oidc.StartedSignIn;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.BlockingEndpoint;
import io.sallyport.web.Cookies;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.FormBody;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends browsers to the identity provider, takes them back, and ends sessions when the provider says so.
public final class SingleSignOn {
    private static final Logger LOG = LoggerFactory.getLogger(SingleSignOn.class);
    private static final String HOME = "/oidc";

    /// The paths of the older control plane (requirement ID17).
    private static final String ALIAS = "/admin/auth/oidc";

    /// The cookie that binds a sign-in to the browser that started it.
    private static final String BROWSER = "sallyport_browser";

    private static final Duration BROWSER_LIFETIME = Duration.ofHours(1);
    private static final int SEE_OTHER = 303;
    private static final int LARGEST_LOGOUT = 16 << 10;
    private static final Header PRIVATE = new Header("cache-control", "no-store");

    private final Supplier<Optional<Offer>> offer;
    private final PendingSignIns pending;
    private final Users users;
    private final Sessions sessions;
    private final SecureRandom random = new SecureRandom();

    /// @param offer the provider of this moment; empty when there is none
    public SingleSignOn(Supplier<Optional<Offer>> offer, PendingSignIns pending, Users users, Sessions sessions) {
        this.offer = offer;
        this.pending = pending;
        this.users = users;
        this.sessions = sessions;
    }

    /// An identity provider, who may enter, and how browsers reach us.
    ///
    /// @param address of the main listener as browsers know it, without a path
    public record Offer(OidcProvider provider, SignInRules rules, URI address, Cookies cookies) {}

    /// The routes for the server.
    public List<Route> routes(FailureWriter failures) {
        return List.of(
                route("GET", HOME + "/start", 0, failures, (request, _) -> start(request, HOME)),
                route("GET", HOME + "/callback", 0, failures, (request, _) -> callback(request)),
                route("GET", ALIAS + "/start", 0, failures, (request, _) -> start(request, ALIAS)),
                route("GET", ALIAS + "/callback", 0, failures, (request, _) -> callback(request)),
                route("POST", HOME + "/backchannel-logout", LARGEST_LOGOUT, failures, this::logout));
    }

    private static Route route(
            String method, String path, int largest, FailureWriter failures, BlockingEndpoint endpoint) {
        return new Route(method, path, Access.OPEN, Blocking.endpoint(largest, failures, endpoint));
    }

    private Answer start(WebRequest request, String home) {
        Offer now = current();
        String next = request.queryParam("next").orElse("/");
        try {
            StartedSignIn started = now.provider().start(next, now.address().resolve(home + "/callback"));
            Secret browser =
                    now.cookies().read(request, BROWSER).map(Secret::of).orElseGet(() -> OpaqueToken.generate(random));
            pending.keep(started.pending(), browser);
            return redirect(
                    started.authorization().toString(),
                    List.of(now.cookies().set(BROWSER, browser.reveal(), BROWSER_LIFETIME)));
        } catch (SignInRefused e) {
            return again(e, next);
        }
    }

    private Answer callback(WebRequest request) {
        Offer now = current();
        Optional<PendingSignIn> stored = request.queryParam("state")
                .map(Secret::of)
                .flatMap(state -> now.cookies()
                        .read(request, BROWSER)
                        .flatMap(browser -> pending.take(state, Secret.of(browser))));
        if (stored.isEmpty()) {
            return redirect("/login?problem=sign_in_state", List.of());
        }
        try {
            CallbackAnswer answer = new CallbackAnswer(
                    request.queryParam("code"),
                    request.queryParam("state"),
                    request.queryParam("iss"),
                    request.queryParam("error"));
            return enter(
                    request,
                    now,
                    now.provider().finish(answer, stored.get()),
                    stored.get().next());
        } catch (SignInRefused e) {
            return again(e, stored.get().next());
        }
    }

    private Answer enter(WebRequest request, Offer now, OidcPerson person, String next) {
        User user = users.signIn(now.rules().admit(person));
        now.cookies().read(request, Credentials.SESSION).map(Secret::of).ifPresent(sessions::end);
        Opened opened = sessions.open(user, SignInRoutes.browser(request), person.session());
        return redirect(
                next,
                List.of(now.cookies().set(Credentials.SESSION, opened.token().reveal(), opened.lifetime())));
    }

    /// Somebody who may not come in is told so; whoever could not finish may try again.
    private static Answer again(SignInRefused refused, String next) {
        LOG.info("sign_in refused={} detail={}", refused.code(), refused.getMessage());
        return switch (refused.reason()) {
            case DOMAIN, ROLE, GROUP ->
                throw new NotAllowed(refused.code(), "Your account may not use this gateway. Ask its operators.")
                        .asException();
            case STATE, EXPIRED, ISSUER, DECLINED, CODE, TOKEN, PROVIDER ->
                redirect("/login?problem=" + refused.code() + "&next=" + encoded(next), List.of());
        };
    }

    private Answer logout(WebRequest request, Bytes body) {
        Secret token = FormBody.read(body)
                .one("logout_token")
                .map(Secret::of)
                .orElseThrow(() -> new BadRequest("invalid_request", "logout_token is missing.").asException());
        try {
            LogoutOrder order = current().provider().logoutOrder(token, pending);
            int ended = sessions.endOf(order.issuer(), order.subject(), order.session());
            LOG.info("backchannel_logout sessions={}", ended);
            return new Answer(200, List.of(PRIVATE), Bytes.EMPTY);
        } catch (SignInRefused e) {
            throw new BadRequest("invalid_request", "The logout token is not valid.").asException();
        }
    }

    private Offer current() {
        return offer.get().orElseThrow(() -> new NotFound("not_found", "There is nothing at this path.").asException());
    }

    private static Answer redirect(String location, List<Header> cookies) {
        List<Header> headers = new ArrayList<>(
                List.of(new Header("location", location), PRIVATE, new Header("referrer-policy", "no-referrer")));
        headers.addAll(cookies);
        return new Answer(SEE_OTHER, headers, Bytes.EMPTY);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
