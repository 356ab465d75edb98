package io.sallyport.idempotency;

import io.sallyport.crypto.TextDigest;
import io.sallyport.json.Canonical;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.TenantId;
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
        TextDigest asked = TextDigest.of(scope);
        Canonical.write(parsed(body), asked::add);
        return new IdempotentCall(origin.tenant(), TextDigest.of(scope).text(), asked.text());
    }

    /// What was scanned strictly may still hold a number that no reader of ours takes.
    private static Json parsed(Bytes body) {
        try {
            return Json.parse(body);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_json", "The body cannot be compared: " + e.getMessage() + ".").asException();
        }
    }
}
