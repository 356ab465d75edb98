package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Header;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.ManagedBackend;
import io.sallyport.provider.ManagedBackends;
import java.util.List;
import java.util.Optional;

/// Managed backends, whose keys and headers stand in no blueprint: [#KEPT] holds their place.
final class BackendWording implements Wording {
    /// Stands for a secret that stays as it is stored.
    static final String KEPT = "<kept>";

    private static final String KEY = "api_key";
    private static final String HEADERS = "headers";
    private static final String ENABLED = "enabled";
    private static final String CREDENTIAL = "credential";
    private static final List<String> FIELDS = List.of("name", "kind", "base_url", CREDENTIAL);
    private static final List<String> LISTS = List.of("models", "options", "labels");

    private final ManagedBackends backends;

    BackendWording(ManagedBackends backends) {
        this.backends = backends;
    }

    /// The list shows those that run, too, which one that is gone may do for a moment; it has no version then.
    @Override
    public boolean isKept(Json view) {
        return Wording.word(view, "source").equals(Backend.ADMIN)
                && view.get("version").isPresent();
    }

    @Override
    public Json shown(Desk desk, Json view) {
        JsonObject element = Wording.fields(view, FIELDS);
        if (view.get("key_preview").isPresent()) {
            element.put(KEY, KEPT);
        }
        if (view.get(HEADERS).size() > 0) {
            JsonObject headers = Json.object();
            view.get(HEADERS).elements().forEach(name -> headers.put(name.text(), KEPT));
            element.put(HEADERS, headers);
        }
        LISTS.stream().filter(name -> view.get(name).size() > 0).forEach(name -> element.put(name, view.get(name)));
        return element.put("timeout_seconds", view.get("timeout_seconds"))
                .put("skip_tls_verify", view.get("skip_tls_verify"))
                .put(ENABLED, view.get(ENABLED))
                .toJson();
    }

    @Override
    public Json said(Desk desk, Json element) {
        Optional<ManagedBackend> stored = backends.find(key(element));
        JsonObject body = Json.object()
                .put("models", Json.array())
                .put("options", Json.object())
                .put("labels", Json.object())
                .put("skip_tls_verify", false)
                .put(ENABLED, true);
        element.fields().forEach(field -> body.put(field.name(), field.value()));
        if (element.get(HEADERS).isObject() || !element.get(HEADERS).isPresent()) {
            body.put(HEADERS, headers(desk, element, stored));
        }
        if (isKeep(element.get(KEY))) {
            body.remove(KEY);
            if (storedKey(stored).isEmpty()) {
                body.remove(CREDENTIAL).put(ENABLED, false);
                desk.notice("backends: " + key(element) + ": there is no key to keep; disabled until it is given one");
            }
        }
        return body.toJson();
    }

    private static JsonObject headers(Desk desk, Json element, Optional<ManagedBackend> stored) {
        JsonObject headers = Json.object();
        if (!element.get(HEADERS).isPresent()) {
            return headers;
        }
        for (Json.Field field : element.get(HEADERS).fields()) {
            if (!isKeep(field.value())) {
                headers.put(field.name(), field.value());
                continue;
            }
            storedHeader(stored, field.name())
                    .ifPresentOrElse(
                            value -> headers.put(field.name(), value),
                            () -> desk.notice("backends: " + Wording.word(element, "name") + ": the header "
                                    + field.name() + " is not stored; it is left out"));
        }
        return headers;
    }

    @Override
    public boolean givesOtherSecrets(Json element) {
        Optional<ManagedBackend> stored = backends.find(key(element));
        Json headers = element.get(HEADERS);
        boolean otherHeader = headers.isObject()
                && headers.fields().stream()
                        .anyMatch(field -> isOther(field.value(), storedHeader(stored, field.name())));
        return otherHeader || isOther(element.get(KEY), storedKey(stored));
    }

    private static boolean isOther(Json given, Optional<String> stored) {
        return given.isText() && !isKeep(given) && !stored.equals(Optional.of(given.text()));
    }

    private static boolean isKeep(Json value) {
        return value.isText() && value.text().equals(KEPT);
    }

    private static Optional<String> storedKey(Optional<ManagedBackend> stored) {
        return stored.map(ManagedBackend::backend)
                .map(Backend::credential)
                .flatMap(credential -> credential instanceof Credential.Own own
                        ? Optional.of(own.key().reveal())
                        : Optional.empty());
    }

    private static Optional<String> storedHeader(Optional<ManagedBackend> stored, String name) {
        return stored.stream()
                .flatMap(backend -> backend.backend().headers().stream())
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    @Override
    public String key(Json element) {
        return Wording.word(element, "name");
    }
}
