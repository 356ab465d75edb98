package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.User.Status;
import io.sallyport.identity.Users;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The people of the installation for operators.
public final class UserRoutes {
    private static final String HOME = "/admin/api/users";

    /// The path of the older gateway (requirement AP22).
    private static final String ALIAS = "/admin/users";

    private static final int CREATED = 201;
    private static final Duration LINK_LIFETIME = Duration.ofHours(24);

    private final Users users;
    private final SignInLinks links;
    private final Supplier<Optional<URI>> publicUrl;

    /// @param publicUrl where people find the gateway, when that is configured
    public UserRoutes(Users users, SignInLinks links, Supplier<Optional<URI>> publicUrl) {
        this.users = users;
        this.links = links;
        this.publicUrl = publicUrl;
    }

    public List<JsonRoute> list() {
        return Stream.of(HOME, ALIAS).flatMap(this::under).toList();
    }

    private Stream<JsonRoute> under(String home) {
        return Stream.of(
                JsonRoute.get(OPERATE, home, "List users, newest first", UserPage.class, this::page),
                JsonRoute.taking(
                                OPERATE,
                                NewUser.class,
                                "POST " + home,
                                "Let somebody in who has no identity provider",
                                LetIn.class,
                                this::create)
                        .answering(CREATED),
                JsonRoute.get(OPERATE, home + "/{id}", "Show a user", UserView.class, call -> view(find(call))),
                action(home, "suspend", "Suspend a user; sessions end and keys are refused", users::suspend),
                action(home, "activate", "Let a suspended user in again", users::activate),
                action(home, "promote", "Make a user an operator", users::promote),
                action(home, "demote", "Take an operator's rights away", users::demote),
                action(home, "end-sessions", "Sign a user out everywhere", users::endSessions),
                JsonRoute.action(
                        OPERATE,
                        home + "/{id}/sign-in-link",
                        "Make a link that signs a local user in once",
                        LetIn.class,
                        call -> letIn(find(call))));
    }

    private static JsonRoute action(String home, String verb, String summary, Function<UserId, User> change) {
        return JsonRoute.action(
                OPERATE, home + "/{id}/" + verb, summary, UserView.class, call -> view(change.apply(id(call))));
    }

    private UserPage page(JsonCall call) {
        Users.Page page = users.list(
                call.query("search"),
                call.query("status", word -> Status.valueOf(word.toUpperCase(Locale.ROOT))),
                call.query("cursor", UserId::new),
                call.limit());
        return new UserPage(page.users().stream().map(UserRoutes::view).toList(), page.next());
    }

    private LetIn create(JsonCall call, NewUser body) {
        if (users.findLocal(body.email()).isPresent()) {
            throw new Conflict("user_exists", "There is a local user with this address.").asException();
        }
        String name = body.name().orElse("");
        return letIn(
                body.operator().orElse(false)
                        ? users.addLocalOperator(body.email(), name, "admin")
                        : users.addLocal(body.email(), name, "admin"));
    }

    private LetIn letIn(User user) {
        if (!user.issuer().equals(User.LOCAL)) {
            throw new Conflict("not_local", "This user signs in with an identity provider.").asException();
        }
        String path = "/login#link=" + links.issue(user.id(), LINK_LIFETIME).reveal();
        Optional<String> base = publicUrl.get().map(url -> url.toString().replaceAll("/+$", ""));
        return new LetIn(view(user), base.orElse("") + path, LINK_LIFETIME.toHours());
    }

    private User find(JsonCall call) {
        return users.find(id(call))
                .orElseThrow(() -> new NotFound("not_found", "There is no such user.").asException());
    }

    private static UserId id(JsonCall call) {
        return call.path("id", UserId::new, "user");
    }

    private static UserView view(User user) {
        return new UserView(
                user.id(),
                user.email(),
                user.name(),
                user.issuer(),
                user.status(),
                user.operator(),
                user.groups(),
                user.personalTenant(),
                user.source(),
                user.createdAt(),
                user.lastSignInAt());
    }

    /// Somebody to let in.
    record NewUser(String email, Optional<String> name, Optional<Boolean> operator) {}

    /// A user as operators see them.
    ///
    /// @param issuer where they sign in; `local` here
    /// @param groups as the identity provider named them at the last sign-in
    record UserView(
            UserId id,
            String email,
            String name,
            String issuer,
            Status status,
            boolean operator,
            List<String> groups,
            TenantId personalTenant,
            String source,
            Instant createdAt,
            Optional<Instant> lastSignInAt) {}

    /// A link that signs a user in once; it is shown here and never again.
    ///
    /// @param signInUrl without the gateway's address when `server.public_url` is not set
    record LetIn(UserView user, String signInUrl, long validHours) {}

    /// Some users, and the value of `cursor` for the next ones.
    record UserPage(List<UserView> data, Optional<UserId> nextCursor) {}
}
