package io.sallyport.provider;

import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend.Credential;
import java.util.Optional;

/// Decides in one place what proof an upstream is shown (requirement PR25).
public final class Credentials {
    private static final int UNAVAILABLE = 503;

    private Credentials() {}

    /// The key to show; empty when the backend wants none.
    ///
    /// Errors: UpstreamFailed 503 provider_credential_missing naming the backend when its key is not there.
    public static Optional<Secret> of(ProviderCall call) {
        return of(call.backend(), call.clientCredential());
    }

    /// The key to show for a call that no client caused, for example a probe.
    public static Optional<Secret> of(Backend backend) {
        return of(backend, Optional.empty());
    }

    private static Optional<Secret> of(Backend backend, Optional<Secret> client) {
        return switch (backend.credential()) {
            case Credential.None none -> Optional.empty();
            case Credential.Own own -> Optional.of(own.key());
            case Credential.Token given -> Optional.of(given.token());
            case Credential.Client passed -> client;
            case Credential.Missing _ -> throw missing(backend, "its environment variable is not set");
            case Credential.Lost lost -> throw missing(backend, lost.why());
        };
    }

    private static RefusedException missing(Backend backend, String why) {
        return new RefusedException(new UpstreamFailed(
                UNAVAILABLE,
                "provider_credential_missing",
                "The backend '" + backend.name() + "' has no credential: " + why + "."));
    }
}
