package io.sallyport.admin;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One line of the operators' API: where it is, what it takes and gives, and who answers.
///
/// The records it takes and gives are read and written as JSON and are described in the OpenAPI document.
///
/// @param path as in [io.sallyport.web.Route]
/// @param summary one sentence for people, without a full stop
/// @param takes the record of the body; empty when the body is not read
/// @param gives the record of the answer
/// @param status of the answer when all goes well
/// @param work what is done; its second argument is a record of the kind the route takes
public record AdminRoute(
        String method, String path, String summary, Optional<Class<?>> takes, Class<?> gives, int status, Work work) {
    private static final int OK = 200;

    /// What a route does, on a virtual thread.
    @FunctionalInterface
    public interface Work {
        Object answer(AdminCall call, Optional<Object> body);
    }

    /// A route that reads.
    public static <R> AdminRoute get(String path, String summary, Class<R> gives, Function<AdminCall, R> work) {
        return new AdminRoute("GET", path, summary, Optional.empty(), gives, OK, (call, _) -> work.apply(call));
    }

    /// A route that does something to the thing its path names; no body is read.
    public static <R> AdminRoute action(String path, String summary, Class<R> gives, Function<AdminCall, R> work) {
        return new AdminRoute("POST", path, summary, Optional.empty(), gives, OK, (call, _) -> work.apply(call));
    }

    /// A route that takes a thing away.
    public static <R> AdminRoute delete(String path, String summary, Class<R> gives, Function<AdminCall, R> work) {
        return new AdminRoute("DELETE", path, summary, Optional.empty(), gives, OK, (call, _) -> work.apply(call));
    }

    /// A route that takes a record.
    public static <B, R> AdminRoute taking(
            Class<B> takes, String methodAndPath, String summary, Class<R> gives, BiFunction<AdminCall, B, R> work) {
        int space = methodAndPath.indexOf(' ');
        return new AdminRoute(
                methodAndPath.substring(0, space),
                methodAndPath.substring(space + 1),
                summary,
                Optional.of(takes),
                gives,
                OK,
                (call, body) -> work.apply(call, takes.cast(body.orElseThrow())));
    }

    /// The same work under another path.
    public AdminRoute at(String otherPath) {
        return new AdminRoute(method, otherPath, summary, takes, gives, status, work);
    }

    /// The same route with another status for success, such as 201.
    public AdminRoute answering(int otherStatus) {
        return new AdminRoute(method, path, summary, takes, gives, otherStatus, work);
    }
}
