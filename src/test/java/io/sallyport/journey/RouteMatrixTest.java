package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.Permission;
import io.sallyport.identity.SessionLife;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Role;
import io.sallyport.tenant.Tenants;
import io.sallyport.testkit.DescribedRoute;
import io.sallyport.testkit.GatewayHarness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Every route in JSON of a running gateway against everybody who may stand before it; what a route asks for is
/// what its own description says, so a new route is covered by itself.
@Tag("J01")
@Tag("J07")
@Tag("J19")
@Tag("ID20")
@TestInstance(Lifecycle.PER_CLASS)
final class RouteMatrixTest {
    private static final String NOWHERE = "There is nothing at this path.";

    /// What the door says to those it does not let in.
    private static final Set<String> TURNED_AWAY =
            Set.of("permission_denied", "not_signed_in", "session_expired", "missing_api_key", "invalid_api_key");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Visitor, User> people = new EnumMap<>(Visitor.class);
    private GatewayHarness gateway;
    private Users users;
    private Sessions sessions;
    private TenantId tenant;

    /// Who stands before the door.
    private enum Visitor {
        NOBODY,
        CALLER_KEY,
        USER,
        VIEWER,
        ADMIN,
        OWNER,
        STRANGER,
        OPERATOR,
        OPERATOR_KEY
    }

    @BeforeAll
    void start() {
        gateway = GatewayHarness.with().start();
        Clock clock = Clock.systemUTC();
        users = new Users(gateway.database().database(), clock);
        sessions = new Sessions(gateway.database().database(), () -> SessionLife.USUAL, clock);
        Tenants tenants = new Tenants(gateway.database().database(), clock);
        Memberships memberships = new Memberships(gateway.database().database(), clock);
        tenant = tenants.create(new DisplayName("Ours"), "admin").id();
        TenantId theirs = tenants.create(new DisplayName("Theirs"), "admin").id();
        for (Role role : Role.values()) {
            User member = person(Visitor.valueOf(role.name()));
            memberships.grant(tenant, member.id(), role);
        }
        memberships.grant(theirs, person(Visitor.STRANGER).id(), Role.OWNER);
        people.put(Visitor.OPERATOR, users.addLocalOperator("operator@example.org", "", "admin"));
        users.addLocalOperator("spare@example.org", "", "admin");
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
    }

    @TestFactory
    Stream<DynamicTest> letsInExactlyWhoHoldsThePermission() {
        return routes().stream()
                .map(route -> DynamicTest.dynamicTest(
                        route.method() + " " + route.path(),
                        () -> Stream.of(Visitor.values()).forEach(visitor -> check(route, visitor))));
    }

    @TestFactory
    Stream<DynamicTest> showsStrangersATenantAsIfItWereMissing() {
        return routes().stream()
                .filter(DescribedRoute::isAboutATenant)
                .map(route -> DynamicTest.dynamicTest(route.method() + " " + route.path(), () -> {
                    HttpResponse<String> foreign = send(route, Visitor.STRANGER, tenant.value());

                    HttpResponse<String> missing = send(route, Visitor.STRANGER, "no-such-tenant");

                    assertThat(foreign.statusCode()).isEqualTo(404);
                    assertThat(missing.statusCode()).isEqualTo(404);
                    assertThat(foreign.body()).isEqualTo(missing.body());
                }));
    }

    private void check(DescribedRoute route, Visitor visitor) {
        HttpResponse<String> answer = send(route, visitor, tenant.value());
        Json error = error(answer);
        String said = visitor + " on " + route + ": " + answer.statusCode() + " " + answer.body();
        assertThat(answer.statusCode()).as(said).isLessThan(500);
        int expected = expected(route.permission(), visitor);
        if (expected == 200) {
            assertThat(TURNED_AWAY).as(said).doesNotContain(error.get("code").textOr(""));
            assertThat(error.get("message").textOr("")).as(said).isNotEqualTo(NOWHERE);
        } else {
            assertThat(answer.statusCode()).as(said).isEqualTo(expected);
        }
    }

    /// A file to take away has none.
    private static Json error(HttpResponse<String> answer) {
        boolean isFile = answer.headers().firstValue("content-disposition").isPresent();
        return isFile ? Json.object().toJson() : Json.parse(answer.body()).get("error");
    }

    /// @return 200 for everybody who is let in, whatever the route says to them then
    private static int expected(Permission permission, Visitor visitor) {
        if (permission == Permission.OPEN || visitor == Visitor.OPERATOR) {
            return 200;
        }
        return switch (visitor) {
            case NOBODY, CALLER_KEY -> 401;
            case OPERATOR_KEY -> permission == Permission.SIGNED_IN ? 401 : 200;
            case STRANGER ->
                permission == Permission.SIGNED_IN ? 200 : permission.role().isPresent() ? 404 : 403;
            default -> member(permission, Role.valueOf(visitor.name()));
        };
    }

    private static int member(Permission permission, Role role) {
        boolean isLetIn = permission == Permission.SIGNED_IN
                || permission.role().filter(role::covers).isPresent();
        return isLetIn ? 200 : 403;
    }

    private List<DescribedRoute> routes() {
        List<DescribedRoute> routes = DescribedRoute.of(gateway);
        assertThat(routes).hasSizeGreaterThan(50);
        return routes;
    }

    private HttpResponse<String> send(DescribedRoute route, Visitor visitor, String tenantId) {
        HttpRequest.Builder request = request(route.path(tenantId));
        switch (visitor) {
            case NOBODY -> {}
            case CALLER_KEY -> request.header("authorization", "Bearer " + GatewayHarness.KEY);
            case OPERATOR_KEY -> request.header("authorization", "Bearer " + GatewayHarness.ADMIN_KEY);
            default -> signIn(request, visitor);
        }
        boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(route.method());
        return send(request.method(route.method(), hasBody ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
    }

    /// Each request has a session of its own, because some routes end it.
    private void signIn(HttpRequest.Builder request, Visitor visitor) {
        User user = users.find(Objects.requireNonNull(people.get(visitor)).id()).orElseThrow();
        Secret token = sessions.open(user, new Sessions.Browser("test", "127.0.0.1"), Optional.empty())
                .token();
        request.header("cookie", "sallyport_session=" + token.reveal());
        request.header("x-csrf-token", Sessions.proof(token).reveal());
    }

    private User person(Visitor visitor) {
        User user = users.addLocal(visitor.name().toLowerCase(Locale.ROOT) + "@example.org", "", "admin");
        people.put(visitor, user);
        return user;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).header("content-type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
