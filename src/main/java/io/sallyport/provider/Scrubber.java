package io.sallyport.provider;

import io.sallyport.provider.Backend.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Takes our own secrets and hosts out of upstream text before anybody outside sees it.
///
/// Threads: safe.
public final class Scrubber {
    /// Longest upstream text a client is shown, in characters.
    private static final int LONGEST = 4_096;

    private static final int SHORTEST_SECRET = 8;

    private final Supplier<Backends> backends;

    public Scrubber(Supplier<Backends> backends) {
        this.backends = backends;
    }

    /// The text without known secrets, internal hosts and control characters, cut to 4,096 characters.
    public String clean(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String clean = text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) : text;
        for (String hidden : hidden()) {
            clean = clean.replace(hidden, "***");
        }
        String plain = clean.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }

    private List<String> hidden() {
        List<String> hidden = new ArrayList<>();
        for (Backend backend : backends.get().all()) {
            if (backend.credential() instanceof Credential.Own own) {
                // Some credentials have parts, each of which an upstream may repeat alone.
                Stream.concat(
                                Stream.of(own.key().reveal()),
                                Stream.of(own.key().reveal().split(":", -1)))
                        .filter(part -> part.length() >= SHORTEST_SECRET)
                        .forEach(hidden::add);
            }
            hidden.add(backend.baseUrl().getAuthority());
            hidden.add(backend.baseUrl().getHost());
        }
        return hidden;
    }
}
