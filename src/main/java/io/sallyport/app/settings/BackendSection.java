package io.sallyport.app.settings;

import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Backend.DeclaredEndpoint;
import io.sallyport.provider.BaseUrl;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Declares one element of `backends`.
final class BackendSection {
    private static final Kind<Duration> PATIENCE = Kind.duration(Duration.ofMillis(1), Duration.ofDays(1));
    private static final Kind<String> METHOD =
            Kind.word(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"));

    /// What a kind was called in older files, and is called now.
    private static final Map<String, String> FORMER_KINDS = Map.of("anthropic_messages", "anthropic");

    /// Any header may carry a credential, so none is shown in full.
    private static final Kind<String> HEADER = new Kind<>(
            Kind.TEXT.schema(),
            Kind.TEXT.sample(),
            Kind.TEXT.parse(),
            text -> Secret.of(text).masked());

    private final List<BackendKind> kinds;
    private final Duration usualTimeout;
    private final Map<String, String> places = new HashMap<>();

    BackendSection(List<BackendKind> kinds, Duration usualTimeout) {
        this.kinds = kinds;
        this.usualTimeout = usualTimeout;
    }

    /// Whose credential the backend is shown.
    private enum Shown {
        OWN,
        CLIENT
    }

    /// Where each backend that was read stands in the file, by its name.
    Map<String, String> places() {
        return Map.copyOf(places);
    }

    Backend read(Section backend) {
        backend.formerly("provider_id", "name");
        backend.formerly("provider_kind", "kind");
        backend.formerly("default_headers", "headers");
        // A backend serves whatever its kind can do.
        backend.foreign("operation");
        String name =
                backend.key("name", "What routes and logs call it; unique.").required(Kind.TEXT);
        if (!backend.path().isEmpty()) {
            places.put(name, backend.place());
        }
        String word = backend.key("kind", "Which vendor or server it is, and so how it is spoken to.")
                .required(kindWord());
        BackendKind kind = kinds.stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(kinds.getFirst());
        Optional<URI> url = backend.key(
                        "base_url", "Address, with or without a trailing /v1. Default: the usual one of the kind.")
                .optional(Kind.HTTP_URL);
        return new Backend(
                name,
                word,
                baseUrl(backend, kind, url),
                credential(backend, kind, url),
                headers(backend),
                models(backend),
                backend.key("options", "Further words of its kind, such as region or api_version.")
                        .byName(Kind.TEXT),
                backend.sections("endpoints", "Further paths it serves, passed through as they are.", this::endpoint),
                backend.key("timeout", "Longest wait for its first byte. Default: server.provider_timeout.")
                        .optional(PATIENCE)
                        .orElse(usualTimeout),
                backend.key("skip_tls_verify", "Takes any certificate. Only for a machine under your own desk.")
                        .off(),
                backend.key("enabled", "Takes calls.").on(),
                backend.key("labels", "What bounds of aliases and rules ask for, such as region and data_class.")
                        .byName(Kind.TEXT),
                Backend.CONFIG);
    }

    private Kind<String> kindWord() {
        Kind<String> words = Kind.word(kinds.stream().map(BackendKind::word).toList());
        return new Kind<>(
                words.schema(),
                words.sample(),
                text -> words.parse().apply(FORMER_KINDS.getOrDefault(text, text)),
                words.show());
    }

    private static URI baseUrl(Section backend, BackendKind kind, Optional<URI> given) {
        Optional<URI> url = given.or(kind::baseUrl);
        if (url.isEmpty()) {
            backend.problem("base_url", "is missing; the kind " + kind.word() + " has no usual address");
        }
        return BaseUrl.of(url.orElse(Kind.HTTP_URL.sample()).toString());
    }

    private static Credential credential(Section backend, BackendKind kind, Optional<URI> url) {
        Shown shown = backend.key(
                        "credential",
                        "own: the gateway's key. client: the key of the client, in auth.mode passthrough.")
                .or(Kind.choice(Shown.class), Shown.OWN);
        Optional<Secret> key = backend.key("api_key", "Its API key; better from ${VARIABLE} or a file.")
                .secret();
        Optional<String> variable = backend.key(
                        "api_key_env",
                        "Environment variable with its API key. Default: the usual one of the kind,"
                                + " when base_url is the usual one too.")
                .optional(Kind.TEXT);
        if (key.isPresent() && variable.isPresent()) {
            backend.problem("api_key_env", "and api_key are both given; keep one");
        }
        if (shown == Shown.CLIENT) {
            if (key.isPresent() || variable.isPresent()) {
                backend.problem("credential", "client passes the key of the client on, so no api_key may be given");
            }
            return new Credential.Client();
        }
        // The usual key goes to the usual address only: another host must not be shown it by accident.
        Optional<String> name = variable.or(() -> url.isEmpty() ? kind.keyVariable() : Optional.empty());
        return key.<Credential>map(Credential.Own::new)
                .or(() -> name.map(known -> fromVariable(backend, known)))
                .orElseGet(Credential.None::new);
    }

    private static Credential fromVariable(Section backend, String name) {
        return backend.variable(name)
                .<Credential>map(value -> new Credential.Own(Secret.of(value)))
                .orElseGet(() -> new Credential.Missing(name));
    }

    private static List<Header> headers(Section section) {
        Map<String, String> headers =
                section.key("headers", "Header lines added to every call.").byName(HEADER);
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || value.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
                section.problem("headers." + name, "is not a valid header line");
            }
        });
        return headers.entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
    }

    private static List<String> models(Section backend) {
        List<String> models = backend.key("models", "Upstream models it serves; left out, whatever is asked for.")
                .list(Kind.TEXT);
        if (backend.isGiven("models") && models.isEmpty()) {
            backend.problem("models", "is empty; name a model, or leave the key out to allow all");
        }
        return models;
    }

    private DeclaredEndpoint endpoint(Section endpoint) {
        String path = endpoint.key("path", "Path below the base address, such as /v1/rerank.")
                .required(Kind.TEXT);
        if (endpoint.isGiven("path") && !path.matches("/[A-Za-z0-9._~/{}-]*")) {
            endpoint.problem("path", "must start with / and hold only letters, digits and . _ ~ - / { }");
        }
        return new DeclaredEndpoint(
                path,
                endpoint.key("methods", "Methods it takes.").list(METHOD, List.of("POST")),
                endpoint.key("timeout", "Longest wait for its first byte; a plain number is seconds.")
                        .optional(PATIENCE),
                headers(endpoint));
    }
}
