package io.sallyport.testkit;

import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A backend in the making: of OpenAI's kind, at `http://NAME.example`, without a key, until something else is
/// said.
public final class SomeBackend {
    private final String name;
    private String kind = "openai";
    private String url;
    private Credential credential = new Credential.None();
    private List<String> models = List.of();
    private Map<String, String> options = Map.of();
    private Duration timeout = Duration.ofSeconds(1);
    private String source = Backend.CONFIG;

    private SomeBackend(String name) {
        this.name = name;
        this.url = "http://" + name + ".example";
    }

    public static SomeBackend named(String name) {
        return new SomeBackend(name);
    }

    public SomeBackend kind(String word) {
        kind = word;
        return this;
    }

    public SomeBackend at(String address) {
        url = address;
        return this;
    }

    public SomeBackend shown(Credential proof) {
        credential = proof;
        return this;
    }

    public SomeBackend serving(List<String> names) {
        models = names;
        return this;
    }

    public SomeBackend options(Map<String, String> words) {
        options = words;
        return this;
    }

    public SomeBackend patient(Duration time) {
        timeout = time;
        return this;
    }

    public SomeBackend from(String word) {
        source = word;
        return this;
    }

    public Backend make() {
        return new Backend(
                name,
                kind,
                BaseUrl.of(url),
                credential,
                List.of(),
                models,
                options,
                List.of(),
                timeout,
                false,
                true,
                Map.of(),
                source);
    }
}
