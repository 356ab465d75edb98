package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.util.Optional;

/// Access keys of AWS, as one credential: `id:secret` or `id:secret:session token`.
public record AwsAccount(String id, Secret secret, Optional<Secret> session) {
    private static final int PARTS = 3;

    /// The account a credential names; empty when it is an API key.
    public static Optional<AwsAccount> of(Secret credential) {
        String[] parts = credential.reveal().split(":", PARTS);
        if (parts.length < 2) {
            return Optional.empty();
        }
        Optional<Secret> session =
                parts.length == PARTS && !parts[2].isBlank() ? Optional.of(Secret.of(parts[2])) : Optional.empty();
        return Optional.of(new AwsAccount(parts[0], Secret.of(parts[1]), session));
    }
}
