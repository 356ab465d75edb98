package io.sallyport.door;

import io.sallyport.identity.Principal;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.web.WebRequest;
import java.util.Optional;
import java.util.function.Function;

/// One request of somebody whose right was checked.
///
/// @param principal who calls; [Principal#NOBODY] where a route is open to anybody
public record JsonCall(WebRequest request, Principal principal) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1000;

    /// Decoded value of a `{name}` in the route's path.
    public String path(String name) {
        return request.pathParam(name);
    }

    /// A value of the path in the form a program wants it.
    ///
    /// Errors: NotFound when the reading throws IllegalArgumentException: such a thing cannot exist.
    ///
    /// @param what it names, for people
    public <T> T path(String name, Function<String, T> reading, String what) {
        try {
            return reading.apply(path(name));
        } catch (IllegalArgumentException e) {
            throw new NotFound("not_found", "There is no such " + what + ".").asException();
        }
    }

    /// First decoded value of a query parameter; an empty one counts as absent.
    public Optional<String> query(String name) {
        return request.queryParam(name).filter(value -> !value.isEmpty());
    }

    /// A query parameter in the form a program wants it.
    ///
    /// Errors: BadRequest when the reading throws IllegalArgumentException, as `valueOf` and constructors do.
    public <T> Optional<T> query(String name, Function<String, T> reading) {
        return query(name).map(value -> {
            try {
                return reading.apply(value);
            } catch (IllegalArgumentException e) {
                throw invalid(name);
            }
        });
    }

    /// How many things a page may hold: the parameter `limit`, 1 to 1000, 100 when it is absent.
    public int limit() {
        int limit = query("limit", Integer::valueOf).orElse(DEFAULT_LIMIT);
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw invalid("limit");
        }
        return limit;
    }

    private static RuntimeException invalid(String name) {
        return new BadRequest("invalid_value", "The query parameter " + name + " has no valid value.", name)
                .asException();
    }
}
