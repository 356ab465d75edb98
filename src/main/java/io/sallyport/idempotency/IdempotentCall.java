package io.sallyport.idempotency;

import io.sallyport.json.Canonical;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// One call that a client wants answered once.
///
/// @param scope hash of whose call it is and what the client calls it; no two callers share one
/// @param bodyDigest hash of what is asked. The scope is part of it, so that bodies cannot be guessed from it
public record IdempotentCall(TenantId tenant, String scope, String bodyDigest) {

    /// Who calls and where.
    ///
    /// @param caller id of the API key, or what else tells callers of a tenant apart
    /// @param path with the query, when there is one
    public record Origin(TenantId tenant, String caller, String path) {}

    /// Errors: BadRequest `invalid_json` for a body that cannot be compared.
    ///
    /// @param body JSON; the order of members and blanks between them make no difference
    public static IdempotentCall of(Origin origin, IdempotencyKey key, Bytes body) {
        List<String> scope = List.of(origin.tenant().value(), origin.caller(), origin.path(), key.value());
        MessageDigest asked = digestOf(scope);
        Canonical.write(parsed(body), piece -> asked.update(piece.getBytes(StandardCharsets.UTF_8)));
        return new IdempotentCall(origin.tenant(), text(digestOf(scope)), text(asked));
    }

    /// What was scanned strictly may still hold a number that no reader of ours takes.
    private static Json parsed(Bytes body) {
        try {
            return Json.parse(body);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_json", "The body cannot be compared: " + e.getMessage() + ".").asException();
        }
    }

    /// Lengths stand before the parts, so that no two lists have the same digest.
    private static MessageDigest digestOf(List<String> parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java machine has SHA-256", e);
        }
    }

    private static String text(MessageDigest digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }
}
