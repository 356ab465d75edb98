package io.sallyport.app;

import io.sallyport.app.BuiltIns.Kind;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BaseUrl;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.Upstream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds backends without any configuration: provider keys in the environment, runtimes on their usual ports.
final class Discovery {
    private static final String AZURE_ENDPOINT = "AZURE_OPENAI_ENDPOINT";
    /// The usual patience with a server of this machine; one that loads a model lists its models late.
    static final Duration LOCAL_PATIENCE = Duration.ofSeconds(3);

    private final List<Kind> kinds;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final Duration localPatience;

    /// @param kinds what is looked for
    /// @param timeout what a found backend may take to answer a call
    /// @param localPatience how long a server of this machine may take to list its models
    Discovery(List<Kind> kinds, Map<String, String> environment, Duration timeout, Duration localPatience) {
        this.kinds = kinds;
        this.environment = environment;
        this.timeout = timeout;
        this.localPatience = localPatience;
    }

    /// One backend per provider whose key is in the environment.
    List<Backend> keys() {
        List<Backend> found = new ArrayList<>();
        for (Kind kind : kinds) {
            kind.keyVariable()
                    .flatMap(this::value)
                    .flatMap(key ->
                            address(kind).map(url -> backend(kind, url, new Credential.Own(Secret.of(key)), timeout)))
                    .ifPresent(found::add);
        }
        return found;
    }

    /// One backend per local runtime that answers with a list of models; waits for those only that listen.
    List<Backend> runtimes(ModelListing listing) {
        Map<String, Backend> local = new LinkedHashMap<>();
        List<Upstream> candidates = new ArrayList<>();
        for (Kind kind : kinds) {
            localAddress(kind).ifPresent(url -> {
                Backend found = backend(kind, url, new Credential.None(), timeout);
                local.put(found.name(), found);
                candidates.add(new Upstream(backend(kind, url, new Credential.None(), localPatience), kind.provider()));
            });
        }
        local.keySet().retainAll(listing.answering(candidates));
        return List.copyOf(local.values());
    }

    private Optional<URI> address(Kind kind) {
        return switch (kind.provider().kind()) {
            case "azure" -> value(AZURE_ENDPOINT).map(BaseUrl::of);
            case "bedrock" ->
                value("AWS_REGION").map(region -> BaseUrl.of("https://bedrock-runtime." + region + ".amazonaws.com"));
            default -> Optional.of(kind.provider().defaultBaseUrl());
        };
    }

    private Optional<URI> localAddress(Kind kind) {
        if (!kind.local()) {
            return Optional.empty();
        }
        Optional<String> told = kind.provider().kind().equals("ollama") ? value("OLLAMA_HOST") : Optional.empty();
        return told.isPresent()
                ? OllamaHost.address(told.get())
                : Optional.of(kind.provider().defaultBaseUrl());
    }

    private Optional<String> value(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    static Backend backend(Kind kind, URI url, Credential credential, Duration timeout) {
        String word = kind.provider().kind();
        return new Backend(
                word,
                word,
                url,
                credential,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                timeout,
                false,
                true,
                Map.of(),
                "environment");
    }
}
