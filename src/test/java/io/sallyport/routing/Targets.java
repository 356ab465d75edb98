package io.sallyport.routing;

import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Provider;
import io.sallyport.provider.Upstream;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Backends and targets for tests.
final class Targets {
    static final Provider OPENAI = new OpenAiCompatible("openai", "OpenAI.", "http://127.0.0.1", Quirks.NONE);

    private Targets() {}

    static Backend backend(String name, String... models) {
        return new Backend(
                name,
                "openai",
                URI.create("http://" + name + ".example"),
                new Credential.None(),
                List.of(),
                List.of(models),
                Map.of(),
                List.of(),
                Duration.ofSeconds(1),
                false,
                true,
                "config");
    }

    static Target target(String backend, int weight, int order) {
        return new Target(new Upstream(backend(backend), OPENAI), "m", weight, order, Optional.empty());
    }
}
