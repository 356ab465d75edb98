package io.sallyport.cache;

import io.sallyport.crypto.TextDigest;
import io.sallyport.json.Canonical;
import io.sallyport.json.Json;
import io.sallyport.lang.TenantId;
import java.util.ArrayList;
import java.util.List;

/// What was asked, so that the same can be found again: never shared between tenants.
///
/// @param digest hash of everything an answer depends on
public record Question(TenantId tenant, String digest) {

    /// @param group who shares answers inside of the tenant
    /// @param circumstances what an answer depends on besides the body: where it is sent, by which rules
    /// @param body the order of members and blanks between them make no difference
    public static Question of(TenantId tenant, String group, List<String> circumstances, Json body) {
        List<String> parts = new ArrayList<>(circumstances);
        parts.addFirst(group);
        parts.addFirst(tenant.value());
        TextDigest digest = TextDigest.of(parts);
        Canonical.write(body, digest::add);
        return new Question(tenant, digest.text());
    }
}
