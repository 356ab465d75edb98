package io.sallyport.provider;

import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.provider.BackendDraft.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A backend's draft in the making.
final class Draft {
    private Optional<String> kind = Optional.empty();
    private Optional<String> url = Optional.empty();
    private Optional<Shown> shown = Optional.empty();
    private Optional<Secret> key = Optional.empty();
    private Optional<List<Header>> headers = Optional.empty();
    private Optional<List<String>> models = Optional.empty();
    private Optional<Map<String, String>> options = Optional.empty();
    private Optional<Map<String, String>> labels = Optional.empty();

    Draft kind(String word) {
        kind = Optional.of(word);
        return this;
    }

    Draft address(String text) {
        url = Optional.of(text);
        return this;
    }

    Draft shown(Shown whose) {
        shown = Optional.of(whose);
        return this;
    }

    Draft key(String text) {
        key = Optional.of(Secret.of(text));
        return this;
    }

    Draft headers(List<Header> lines) {
        headers = Optional.of(lines);
        return this;
    }

    Draft models(String... names) {
        models = Optional.of(List.of(names));
        return this;
    }

    Draft options(Map<String, String> words) {
        options = Optional.of(words);
        return this;
    }

    Draft labels(Map<String, String> words) {
        labels = Optional.of(words);
        return this;
    }

    BackendDraft make() {
        return new BackendDraft(
                kind,
                url,
                shown,
                key,
                headers,
                models,
                options,
                labels,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
