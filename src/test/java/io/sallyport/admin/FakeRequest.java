package io.sallyport.admin;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.web.WebRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A request that has a query and path parameters and nothing else.
record FakeRequest(Map<String, String> queryParams, Map<String, String> pathParams) implements WebRequest {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public Optional<String> queryParam(String name) {
        return Optional.ofNullable(queryParams.get(name));
    }

    @Override
    public String pathParam(String name) {
        return Objects.requireNonNull(pathParams.get(name));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public List<Header> headers() {
        return List.of();
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public CompletableFuture<Bytes> body(long limit) {
        return CompletableFuture.completedFuture(Bytes.EMPTY);
    }
}
