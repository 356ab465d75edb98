package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A JSON request that the gateway makes to one of its own endpoints, without a connection.
public record OwnRequest(String path, List<Header> headers, Bytes whole) implements WebRequest {
    /// Stands where the address of a peer stands.
    public static final String ADDRESS = "127.0.0.1";

    public OwnRequest {
        headers = List.copyOf(headers);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public Optional<String> queryParam(String name) {
        return Optional.empty();
    }

    @Override
    public String pathParam(String name) {
        return "";
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .map(Header::value)
                .toList();
    }

    @Override
    public String remoteAddress() {
        return ADDRESS;
    }

    @Override
    public CompletableFuture<Bytes> body(long limit) {
        return CompletableFuture.completedFuture(whole);
    }
}
