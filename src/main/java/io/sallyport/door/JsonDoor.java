package io.sallyport.door;

import io.sallyport.door.JsonRoute.Effect;
import io.sallyport.identity.Permission;
import io.sallyport.identity.Principal;
import io.sallyport.identity.Principal.Via;
import io.sallyport.journal.AdminEvents;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Refusal.UnsupportedMedia;
import io.sallyport.lang.TenantId;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Gzip;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The one way into the JSON for people and operators: finds out who calls, checks the right, reads the body
/// strictly, writes the answer.
///
/// Operators' routes look as if nothing were there while no admin authenticator is configured (requirement
/// C22), and so does a tenant to whoever does not belong to it. A key for calls alone is answered like one that
/// is unknown. What was changed is written down.
public final class JsonDoor {
    private static final long LARGEST_BODY = 1 << 20;

    /// Bytes of an answer that fits into one packet anyway.
    private static final int SMALL = 1400;

    private static final List<Header> HEADERS = List.of(
            new Header("content-type", "application/json"),
            new Header("cache-control", "no-store"),
            new Header("x-content-type-options", "nosniff"));

    private final Doorkeeper keeper;
    private final BooleanSupplier isAdministered;
    private final FailureWriter failures;
    private final ActLog acts;

    /// @param isAdministered whether an admin authenticator is configured now
    public JsonDoor(
            Doorkeeper keeper,
            BooleanSupplier isAdministered,
            FailureWriter failures,
            AdminEvents events,
            Clock clock) {
        this.keeper = keeper;
        this.isAdministered = isAdministered;
        this.failures = failures;
        this.acts = new ActLog(events, clock);
    }

    /// The routes for the server.
    public List<Route> routes(List<JsonRoute> routes) {
        Witness witness = new Witness(routes);
        return routes.stream().map(route -> route(route, witness)).toList();
    }

    private Route route(JsonRoute route, Witness witness) {
        return new Route(
                route.method(),
                route.path(),
                access(route.permission()),
                Blocking.endpoint(LARGEST_BODY, failures, (request, body) -> answer(route, witness, request, body)));
    }

    private static Access access(Permission permission) {
        return switch (permission) {
            case OPEN -> Access.OPEN;
            case OPERATE -> Access.ADMIN;
            case SIGNED_IN, VIEW_TENANT, MANAGE_TENANT, OWN_TENANT -> Access.PERSON;
        };
    }

    private Answer answer(JsonRoute route, Witness witness, WebRequest request, Bytes body) {
        JsonCall call = new JsonCall(request, admitted(route, request));
        if (route.takes().isPresent() && !request.hasJson()) {
            throw new UnsupportedMedia("unsupported_media_type", "This path takes application/json.").asException();
        }
        Json said = route.takes().isPresent() ? parsed(body) : Json.NULL;
        Optional<Object> wanted =
                route.takes().map(type -> orRefusal("invalid_value", () -> JsonCodec.read(said, type)));
        boolean isWitnessed = isAct(route) && ActLog.isEvent(route);
        Optional<Json> before = isWitnessed ? witness.look(route, call, said) : Optional.empty();
        Object result = route.work().answer(call, wanted);
        if (result instanceof Disclosure(Download file, String resource)) {
            acts.done(route, call, Json.object().put("id", resource).toJson(), Change.UNSEEN);
            return new Answer(route.status(), file.headers(), file.body());
        }
        if (result instanceof Download file) {
            return new Answer(route.status(), file.headers(), file.body());
        }
        List<Header> headers = new ArrayList<>(HEADERS);
        Object shown = result;
        if (result instanceof JsonReply reply) {
            headers.addAll(reply.headers());
            shown = reply.body();
        } else if (result instanceof Disclosure disclosure) {
            shown = disclosure.body();
        }
        Json written = JsonCodec.write(shown);
        if (isAct(route) || result instanceof Disclosure) {
            Change change = isWitnessed ? Change.between(before, witness.look(route, call, written)) : Change.UNSEEN;
            acts.done(route, call, written, change);
        }
        // The length of what is compressed tells of what is in it, so nothing that can hold a secret is.
        boolean isOpen = request.method().equals("GET") && !(result instanceof Disclosure);
        Bytes plain = written.bytes();
        return new Answer(route.status(), headers, isOpen ? coded(plain, request, headers) : plain);
    }

    private static Bytes coded(Bytes plain, WebRequest request, List<Header> headers) {
        if (plain.length() < SMALL) {
            return plain;
        }
        headers.add(new Header("vary", "accept-encoding"));
        if (!Gzip.isTaken(request)) {
            return plain;
        }
        headers.add(new Header("content-encoding", "gzip"));
        return Gzip.of(plain);
    }

    /// Who opens a door that is open to anybody is written down by what lies behind it.
    private static boolean isAct(JsonRoute route) {
        return route.permission() != Permission.OPEN && route.effect() == Effect.CHANGES;
    }

    private Principal admitted(JsonRoute route, WebRequest request) {
        if (route.permission() == Permission.OPEN) {
            requireOwnPage(request);
            return Principal.NOBODY;
        }
        if (route.permission() == Permission.OPERATE && !isAdministered.getAsBoolean()) {
            throw absent();
        }
        Principal principal = keeper.who(request);
        if (principal.via() == Via.NOTHING) {
            throw new NotAuthenticated(route.permission() == Permission.OPERATE ? "missing_api_key" : "not_signed_in")
                    .asException();
        }
        if (!isAllowed(principal, route.permission(), request)) {
            throw refused(principal, route.permission(), request);
        }
        return principal;
    }

    /// Browsers say on whose page a request began; another site's page may not sign anybody in.
    private static void requireOwnPage(WebRequest request) {
        boolean isForeign = request.header("sec-fetch-site")
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
        if (isForeign && !request.method().equals("GET")) {
            throw new NotAllowed("foreign_page", "This can only be sent from a page of this gateway.").asException();
        }
    }

    private static boolean isAllowed(Principal principal, Permission permission, WebRequest request) {
        return permission.role().isPresent() ? principal.may(permission, tenant(request)) : principal.may(permission);
    }

    private static RuntimeException refused(Principal principal, Permission permission, WebRequest request) {
        if (principal.via() == Via.KEY) {
            return new NotAuthenticated("invalid_api_key").asException();
        }
        boolean isForeign = permission.role().isPresent() && !principal.roles().containsKey(tenant(request));
        return isForeign
                ? absent()
                : new NotAllowed("permission_denied", "You do not have the permission for this.").asException();
    }

    private static TenantId tenant(WebRequest request) {
        try {
            return new TenantId(request.pathParam("tenant"));
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private static RuntimeException absent() {
        return new NotFound("not_found", "There is nothing at this path.").asException();
    }

    private static Json parsed(Bytes body) {
        return orRefusal("invalid_json", () -> Json.parse(body));
    }

    private static <T> T orRefusal(String code, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonProblem e) {
            throw new BadRequest(code, String.valueOf(e.getMessage()), e.path()).asException();
        }
    }
}
