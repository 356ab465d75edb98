package io.sallyport.door;

import io.sallyport.identity.Permission;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One line of the JSON for people and operators: who may call it, what it takes and gives, and who answers.
///
/// The records it takes and gives are read and written as JSON and are described in the OpenAPI document.
///
/// @param permission what the caller must hold; one about a tenant is asked for the tenant the path names
///     `{tenant}`
/// @param path as in [io.sallyport.web.Route]
/// @param summary one sentence for people, without a full stop
/// @param takes the record of the body; empty when the body is not read
/// @param gives the record of the answer
/// @param status of the answer when all goes well
/// @param effect whether it is written down that somebody did it
/// @param work what is done; its second argument is a record of the kind the route takes
public record JsonRoute(
        Permission permission,
        String method,
        String path,
        String summary,
        Optional<Class<?>> takes,
        Class<?> gives,
        int status,
        Effect effect,
        Work work) {
    private static final int OK = 200;
    private static final String TENANT = "{tenant}";

    /// Whether anything is another after a call.
    public enum Effect {
        CHANGES,
        /// It only tells.
        ASKS
    }

    /// What a route does, on a virtual thread. It returns the record of the answer, a [JsonReply] or a
    /// [Disclosure] with one in it, or a [Download] in its stead.
    @FunctionalInterface
    public interface Work {
        Object answer(JsonCall call, Optional<Object> body);
    }

    public JsonRoute {
        if (permission.role().isPresent() != path.contains(TENANT)) {
            throw new IllegalArgumentException(
                    path + " must name " + TENANT + " exactly when its permission is about a tenant");
        }
    }

    /// A route that reads.
    public static JsonRoute get(
            Permission permission, String path, String summary, Class<?> gives, Function<JsonCall, ?> work) {
        return reading(permission, "GET " + path, summary, gives, work);
    }

    /// A route that does something to the thing its path names; no body is read.
    public static JsonRoute action(
            Permission permission, String path, String summary, Class<?> gives, Function<JsonCall, ?> work) {
        return reading(permission, "POST " + path, summary, gives, work);
    }

    /// A route that takes a thing away.
    public static JsonRoute delete(
            Permission permission, String path, String summary, Class<?> gives, Function<JsonCall, ?> work) {
        return reading(permission, "DELETE " + path, summary, gives, work);
    }

    /// A route that takes a record.
    public static <B> JsonRoute taking(
            Permission permission,
            Class<B> takes,
            String methodAndPath,
            String summary,
            Class<?> gives,
            BiFunction<JsonCall, B, ?> work) {
        return route(
                permission,
                methodAndPath,
                summary,
                Optional.of(takes),
                gives,
                (call, body) -> work.apply(call, takes.cast(body.orElseThrow())));
    }

    private static JsonRoute reading(
            Permission permission, String methodAndPath, String summary, Class<?> gives, Function<JsonCall, ?> work) {
        return route(permission, methodAndPath, summary, Optional.empty(), gives, (call, _) -> work.apply(call));
    }

    private static JsonRoute route(
            Permission permission,
            String methodAndPath,
            String summary,
            Optional<Class<?>> takes,
            Class<?> gives,
            Work work) {
        int space = methodAndPath.indexOf(' ');
        return new JsonRoute(
                permission,
                methodAndPath.substring(0, space),
                methodAndPath.substring(space + 1),
                summary,
                takes,
                gives,
                OK,
                methodAndPath.startsWith("GET ") ? Effect.ASKS : Effect.CHANGES,
                work);
    }

    /// The same work under another path.
    public JsonRoute at(String otherPath) {
        return new JsonRoute(permission, method, otherPath, summary, takes, gives, status, effect, work);
    }

    /// The same route, which takes a body only to be told what is asked and changes nothing.
    public JsonRoute asking() {
        return new JsonRoute(permission, method, path, summary, takes, gives, status, Effect.ASKS, work);
    }

    /// The same route with another status for success, such as 201.
    public JsonRoute answering(int otherStatus) {
        return new JsonRoute(permission, method, path, summary, takes, gives, otherStatus, effect, work);
    }
}
