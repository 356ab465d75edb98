package io.sallyport.provider;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Asks a backend which models it has; a free call that also tells whether the backend lives.
public final class ModelListing {
    private static final int LARGEST = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Outbound outbound;

    public ModelListing(Outbound outbound) {
        this.outbound = outbound;
    }

    /// The names; empty when the backend has no usable answer. Never fails.
    public CompletableFuture<Optional<List<String>>> ask(Upstream upstream) {
        OutboundRequest request;
        try {
            request = upstream.provider().listing(upstream.backend());
        } catch (RefusedException e) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Duration firstByte = request.firstByte().compareTo(PATIENCE) < 0 ? request.firstByte() : PATIENCE;
        return outbound.send(new OutboundRequest(
                        request.method(), request.url(), request.headers(), request.body(), firstByte, request.trust()))
                .thenCompose(ModelListing::names)
                .exceptionally(_ -> Optional.empty());
    }

    /// Names of the backends that have a usable answer.
    ///
    /// Threads: waits for the slowest; not for event loops.
    public Set<String> answering(List<Upstream> candidates) {
        Map<String, CompletableFuture<Optional<List<String>>>> asked = new LinkedHashMap<>();
        candidates.forEach(candidate -> asked.put(candidate.name(), ask(candidate)));
        asked.values().removeIf(answer -> answer.join().isEmpty());
        return asked.keySet();
    }

    private static CompletableFuture<Optional<List<String>>> names(OutboundResponse response) {
        if (response.status() != 200) {
            response.body().cancel();
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return response.whole(LARGEST, PATIENCE).thenApply(ModelListing::read);
    }

    private static Optional<List<String>> read(Bytes body) {
        try {
            return Optional.of(Json.parse(body).get("data").elements().stream()
                    .map(model -> model.get("id").textOr(""))
                    .filter(id -> !id.isEmpty())
                    .map(id -> id.startsWith("models/") ? id.substring("models/".length()) : id)
                    .toList());
        } catch (JsonProblem e) {
            return Optional.empty();
        }
    }
}
