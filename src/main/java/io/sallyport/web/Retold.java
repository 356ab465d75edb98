package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A request of the same sender for another path, without a body.
///
/// @param names what the parameters of that path stand for
/// @param asked what is asked for in the query
public record Retold(WebRequest told, Map<String, String> names, Map<String, String> asked) implements WebRequest {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return told.path();
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public Optional<String> queryParam(String name) {
        return Optional.ofNullable(asked.get(name));
    }

    @Override
    public String pathParam(String name) {
        return names.getOrDefault(name, "");
    }

    @Override
    public Optional<String> header(String name) {
        return told.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return told.headers(name);
    }

    @Override
    public List<Header> headers() {
        return told.headers();
    }

    @Override
    public String remoteAddress() {
        return told.remoteAddress();
    }

    @Override
    public CompletableFuture<Bytes> body(long limit) {
        return CompletableFuture.completedFuture(Bytes.EMPTY);
    }
}
