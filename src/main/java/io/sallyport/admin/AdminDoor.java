package io.sallyport.admin;

import io.sallyport.identity.Caller;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonProblem;
import io.sallyport.key.Credential;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The one way into the operators' API: checks the right, reads the body strictly, writes the answer.
///
/// Without a configured admin authenticator it looks as if nothing were there (requirement C22). A key for calls alone
/// is
/// answered like one that is unknown.
public final class AdminDoor {
    private static final long LARGEST_BODY = 1 << 20;

    private final KeyAuthenticator keys;
    private final BooleanSupplier isOpen;
    private final FailureWriter failures;

    /// @param isOpen whether an admin authenticator is configured now
    public AdminDoor(KeyAuthenticator keys, BooleanSupplier isOpen, FailureWriter failures) {
        this.keys = keys;
        this.isOpen = isOpen;
        this.failures = failures;
    }

    /// The routes for the server.
    public List<Route> routes(List<AdminRoute> routes) {
        return routes.stream().map(this::route).toList();
    }

    private Route route(AdminRoute route) {
        return new Route(
                route.method(),
                route.path(),
                Access.ADMIN,
                Blocking.endpoint(LARGEST_BODY, failures, (request, body) -> answer(route, request, body)));
    }

    private Answer answer(AdminRoute route, WebRequest request, Bytes body) {
        AdminCall call = new AdminCall(request, operator(request));
        Object result = route.work().answer(call, route.takes().map(type -> read(body, type)));
        return Answer.json(route.status(), JsonCodec.write(result).bytes());
    }

    private Caller operator(WebRequest request) {
        if (!isOpen.getAsBoolean()) {
            throw new NotFound("not_found", "There is nothing at this path.").asException();
        }
        Caller caller = keys.identify(Credential.read(request.headers("authorization"), request.headers("x-api-key")));
        if (!caller.admin()) {
            throw new NotAuthenticated("invalid_api_key").asException();
        }
        return caller;
    }

    private static Object read(Bytes body, Class<?> type) {
        Json json = orRefusal("invalid_json", () -> Json.parse(body));
        return orRefusal("invalid_value", () -> JsonCodec.read(json, type));
    }

    private static <T> T orRefusal(String code, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonProblem e) {
            throw new BadRequest(code, String.valueOf(e.getMessage()), e.path()).asException();
        }
    }
}
