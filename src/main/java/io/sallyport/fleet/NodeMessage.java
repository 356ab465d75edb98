package io.sallyport.fleet;

import io.sallyport.crypto.VerifyingKey;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// What a node sent, with what shows that it was this node, and when.
///
/// Source: decision 20.
///
/// @param key empty when it shows none
/// @param path where it was sent
/// @param sentAt the header [#SENT_AT]: milliseconds since the epoch, by the clock of the node
/// @param signature the header [#SIGNATURE], base64url, over [#signed(String, String, Bytes)]
public record NodeMessage(
        Optional<Secret> key, String path, Bytes body, Optional<String> sentAt, Optional<String> signature) {
    public static final String SENT_AT = "x-sallyport-node-time";
    public static final String SIGNATURE = "x-sallyport-node-signature";

    /// What a node signs: the path, the time and the body, a line each.
    public static byte[] signed(String path, String sentAt, Bytes body) {
        byte[] head = (path + "\n" + sentAt + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + body.length());
        System.arraycopy(body.array(), body.from(), whole, head.length, body.length());
        return whole;
    }

    /// When the owner of a key pair signed this.
    ///
    /// @param publicKey its public half
    /// @return empty when nobody did, or somebody else
    Optional<Instant> signedAt(String publicKey) {
        if (sentAt.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        byte[] said = signed(path, sentAt.get(), body);
        return VerifyingKey.read(publicKey)
                .filter(verifying -> verifying.matches(said, signature.get()))
                .flatMap(_ -> time(sentAt.get()));
    }

    private static Optional<Instant> time(String millis) {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
