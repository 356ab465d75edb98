package io.sallyport.app;

import io.sallyport.crypto.OwnerOnly;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.NewKey;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The file `first-run.json` in the data folder: where the gateway is and the keys it made for its first user.
///
/// Only its owner can read it (mode 0600). It is written anew at each start, because ports may change; the keys
/// stay.
final class FirstRun {
    private static final String FILE = "first-run.json";
    private static final String API_KEY = "api_key";
    private static final String ADMIN_KEY = "admin_key";

    private final Path file;

    FirstRun(Path dataFolder) {
        this.file = dataFolder.resolve(FILE);
    }

    /// The first keys.
    record Keys(Secret api, Secret admin) {}

    /// The keys of an earlier start that still exist, or new ones.
    Keys keys(ApiKeys keys) {
        Json before = read();
        Optional<Secret> api = kept(before, API_KEY, keys);
        Optional<Secret> admin = kept(before, ADMIN_KEY, keys);
        return new Keys(
                api.orElseGet(() -> keys.issue(NewKey.named("first key")).text()),
                admin.orElseGet(() ->
                        keys.issue(NewKey.named("first operator").asAdmin()).text()));
    }

    /// @param signInUrl empty once the first operator has signed in
    void write(URI url, URI metricsUrl, Optional<Keys> keys, Optional<Secret> signInUrl) {
        JsonObject text = Json.object().put("url", url.toString()).put("metrics_url", metricsUrl.toString());
        signInUrl.ifPresent(link -> text.put("sign_in_url", link.reveal()));
        keys.ifPresent(made -> text.put(API_KEY, made.api().reveal())
                .put(ADMIN_KEY, made.admin().reveal()));
        try {
            Path draft = Files.createTempFile(file.getParent(), FILE, ".tmp", OwnerOnly.attributes());
            Files.writeString(draft, text.toJson() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private Json read() {
        try {
            return Files.exists(file) ? Json.parse(Files.readString(file)) : Json.NULL;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (JsonProblem e) {
            return Json.NULL;
        }
    }

    private static Optional<Secret> kept(Json before, String name, ApiKeys keys) {
        return Optional.of(before.get(name).textOr(""))
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .filter(keys::isKnown);
    }
}
