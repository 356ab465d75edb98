package io.sallyport.provider;

import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BackendDraft.Shown;
import io.sallyport.provider.BackendTable.BackendRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Seals what is secret in a row, and makes a backend of a row again.
///
/// Threads: safe.
final class BackendRowForm {
    private static final String TABLE = "backend";

    private final Seal seal;

    BackendRowForm(Seal seal) {
        this.seal = seal;
    }

    String sealedKey(String row, Secret key) {
        return seal.seal(new Place(TABLE, row, "credential"), key);
    }

    /// Empty when there are no headers.
    Optional<String> sealedHeaders(String row, List<Header> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        JsonObject lines = Json.object();
        headers.forEach(header -> lines.put(header.name(), header.value()));
        return Optional.of(seal.seal(
                new Place(TABLE, row, "headers"), Secret.of(lines.toJson().toString())));
    }

    /// The backend of a row. What is sealed and cannot be opened here becomes a [Credential.Lost].
    Backend backend(BackendRow row, BackendTerms terms) {
        List<Header> headers = List.of();
        Credential credential;
        try {
            headers = headers(row);
            credential = credential(row, terms);
        } catch (SealBroken e) {
            credential = new Credential.Lost("what is stored cannot be opened with the master key of this gateway");
        }
        return new Backend(
                row.name(),
                row.kind(),
                URI.create(row.baseUrl()),
                credential,
                headers,
                row.models(),
                BackendWords.read(row.options()),
                List.of(),
                row.timeoutMs().map(Duration::ofMillis).orElse(terms.usualTimeout()),
                row.skipTlsVerify(),
                row.enabled(),
                BackendWords.read(row.labels()),
                row.source());
    }

    private Credential credential(BackendRow row, BackendTerms terms) {
        return switch (shown(row)) {
            case NONE -> new Credential.None();
            case CLIENT ->
                terms.isPassthrough()
                        ? new Credential.Client()
                        : new Credential.Lost("the keys of clients are passed on in auth.mode passthrough only");
            case OWN ->
                terms.isPassthrough()
                        ? new Credential.Lost("in auth.mode passthrough anybody could spend its key")
                        : row.credential()
                                .map(text -> seal.open(new Place(TABLE, row.id(), "credential"), text))
                                .<Credential>map(Credential.Own::new)
                                .orElseGet(() -> new Credential.Lost("its key must be given again"));
        };
    }

    static Shown shown(BackendRow row) {
        return Shown.valueOf(row.credentialMode().toUpperCase(Locale.ROOT));
    }

    private List<Header> headers(BackendRow row) {
        return row.headers().stream()
                .map(text -> seal.open(new Place(TABLE, row.id(), "headers"), text))
                .map(lines -> Json.parse(lines.reveal()))
                .flatMap(lines -> lines.fields().stream())
                .map(line -> new Header(line.name(), line.value().text()))
                .toList();
    }
}
