package io.sallyport.crypto;

import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs webhooks so that receivers know who sent them, and when.
///
/// Threads: safe.
/// Source: Standard Webhooks 1.0, standardwebhooks.com, seen 2026-11-21.
public final class WebhookSigner {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;

    private final List<SecretKeySpec> keys;

    /// Errors: IllegalArgumentException for a secret that [#check(Secret)] refuses.
    ///
    /// @param secrets every one signs, so that receivers may exchange theirs one after the other
    public WebhookSigner(List<Secret> secrets) {
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(bytes(secret), ALGORITHM))
                .toList();
    }

    /// Errors: IllegalArgumentException unless it is 24 bytes or more: `whsec_` and Base64, or a text as it is.
    public static void check(Secret secret) {
        bytes(secret);
    }

    private static byte[] bytes(Secret secret) {
        String text = secret.reveal();
        byte[] bytes = text.startsWith(PREFIX)
                ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
                : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST) {
            throw new IllegalArgumentException("must be " + SHORTEST + " bytes or more");
        }
        return bytes;
    }

    /// The value of `webhook-signature`: one signature for each secret; empty without secrets.
    ///
    /// @param id the value of `webhook-id`
    /// @param at whose seconds are the value of `webhook-timestamp`
    public String sign(String id, Instant at, String body) {
        byte[] signed = (id + '.' + at.getEpochSecond() + '.' + body).getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .map(key -> "v1," + Base64.getEncoder().encodeToString(digest(key, signed)))
                .collect(Collectors.joining(" "));
    }

    /// The lines that tell a receiver which message it is, when it was sent and by whom.
    ///
    /// @param id the same for every further try of a message
    public List<Header> headers(String id, Instant at, String body) {
        List<Header> headers = new ArrayList<>(List.of(
                new Header("webhook-id", id), new Header("webhook-timestamp", String.valueOf(at.getEpochSecond()))));
        if (!keys.isEmpty()) {
            headers.add(new Header("webhook-signature", sign(id, at, body)));
        }
        return headers;
    }

    private static byte[] digest(SecretKeySpec key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
