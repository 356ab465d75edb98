package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What an endpoint may see of one inbound request.
///
/// Threads: belongs to one event loop, see [WebReply#onLoop(Runnable)]; the plain getters may be read anywhere.
public interface WebRequest {
    String method();

    /// The path as the client sent it, without the query, for example `/v1/models/gpt`.
    String path();

    /// The raw query without its question mark, empty when there is none.
    String query();

    /// First decoded value of a query parameter.
    Optional<String> queryParam(String name);

    /// Decoded value of a `{name}` in the route's path.
    String pathParam(String name);

    /// First value of a header.
    Optional<String> header(String name);

    /// All values of a header, in order.
    List<String> headers(String name);

    List<Header> headers();

    /// Whether the body is said to be JSON. One that nothing is said of is not.
    default boolean hasJson() {
        String type = header("content-type").orElse("");
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        int suffix = bare.length() - "+json".length();
        return bare.equalsIgnoreCase("application/json") || bare.regionMatches(true, suffix, "+json", 0, 5);
    }

    /// Address of the peer (or of the client behind a listed proxy), without port.
    String remoteAddress();

    /// The whole body in one array.
    ///
    /// Errors: a RefusedException TooLarge as soon as the limit is passed, RequestTimeout when the client
    /// stalls.
    CompletableFuture<Bytes> body(long limit);
}
