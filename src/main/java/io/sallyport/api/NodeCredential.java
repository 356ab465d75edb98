package io.sallyport.api;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Secret;
import io.sallyport.web.WebRequest;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a node shows as proof of who it is: our own header, or the one of the older gateway.
///
/// Source: requirement RO24.
final class NodeCredential {
    private static final String OWN = "x-sallyport-node-key";
    private static final String OLDER = "x-geniehive-node-key";

    private NodeCredential() {}

    /// Errors: BadRequest `ambiguous_credentials` for two keys.
    static Optional<Secret> of(WebRequest request) {
        Set<String> shown = new TreeSet<>(request.headers(OWN));
        shown.addAll(request.headers(OLDER));
        shown.removeIf(String::isBlank);
        if (shown.size() > 1) {
            throw new BadRequest("ambiguous_credentials", "Two headers name different node keys. Send one.")
                    .asException();
        }
        return shown.stream().findFirst().map(Secret::of);
    }
}
