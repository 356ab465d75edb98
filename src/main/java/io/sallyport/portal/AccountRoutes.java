package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.door.Credentials;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Principal;
import io.sallyport.identity.Session;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What people see of their own account: who they are, and where they are signed in.
public final class AccountRoutes {
    private final Users users;
    private final Sessions sessions;
    private final Credentials credentials;
    private final Predicate<UserId> hasPassword;

    /// @param hasPassword whether somebody signs in with a password of this gateway
    public AccountRoutes(Users users, Sessions sessions, Credentials credentials, Predicate<UserId> hasPassword) {
        this.users = users;
        this.sessions = sessions;
        this.credentials = credentials;
        this.hasPassword = hasPassword;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(SIGNED_IN, "/api/me", "Say who is signed in", Me.class, this::me),
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/sessions",
                        "List the browsers I am signed in with",
                        SessionList.class,
                        this::list),
                JsonRoute.delete(SIGNED_IN, "/api/sessions/{id}", "Sign a browser out", Ended.class, this::end),
                JsonRoute.delete(SIGNED_IN, "/api/sessions", "Sign every browser out", Ended.class, this::endAll));
    }

    private Me me(JsonCall call) {
        Principal principal = call.principal();
        User user = users.find(userOf(call)).orElseThrow(() -> new NotAuthenticated("session_expired").asException());
        return new Me(
                new Person(
                        user.id(),
                        user.name(),
                        user.email(),
                        principal.groups().stream().sorted().toList()),
                principal.operator(),
                hasPassword.test(user.id()),
                credentials.session(call.request()).map(Sessions::proof).map(Secret::reveal),
                principal.roles().entrySet().stream()
                        .map(entry -> new Membership(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(
                                membership -> membership.tenant().value()))
                        .toList());
    }

    private SessionList list(JsonCall call) {
        Optional<String> current = credentials.session(call.request()).map(Sessions::id);
        return new SessionList(sessions.list(userOf(call)).stream()
                .map(session -> view(session, current))
                .toList());
    }

    private Ended end(JsonCall call) {
        sessions.end(userOf(call), call.path("id"));
        return new Ended(true);
    }

    private Ended endAll(JsonCall call) {
        users.endSessions(userOf(call));
        return new Ended(true);
    }

    private static UserId userOf(JsonCall call) {
        return call.principal().user().orElseThrow();
    }

    private static SessionView view(Session session, Optional<String> current) {
        return new SessionView(
                session.id(),
                session.userAgent(),
                session.address(),
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                current.filter(session.id()::equals).isPresent());
    }

    /// Who is signed in.
    ///
    /// @param password can be changed here
    /// @param csrfToken what pages send as `x-csrf-token` with every change; absent for programs
    record Me(Person user, boolean operator, boolean password, Optional<String> csrfToken, List<Membership> tenants) {}

    /// An account, as its owner sees it.
    record Person(UserId id, String name, String email, List<String> groups) {}

    /// What somebody is in a tenant.
    record Membership(TenantId tenant, Role role) {}

    /// A browser somebody is signed in with.
    ///
    /// @param current it is the one that asks
    record SessionView(
            String id,
            String userAgent,
            String address,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt,
            boolean current) {}

    /// The browser used last first.
    record SessionList(List<SessionView> data) {}

    /// The session is over.
    record Ended(boolean ended) {}
}
