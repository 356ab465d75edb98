package io.sallyport.journal;

import io.sallyport.json.Json;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One thing somebody changed at the doors for people.
///
/// @param id time-ordered
/// @param actor what people call who did it; never a secret
/// @param action thing and deed, such as `key.revoke`
/// @param resourceType such as `key`
/// @param resourceId empty when it is not about one thing
/// @param tenant whose thing it is, when the path says so
/// @param metadata what else the path says, by name
/// @param requestId the client's own id for the call
/// @param address where the call came from
/// @param before what of the thing was otherwise; empty when it was made, or is no thing that can be shown
/// @param after what of the thing is otherwise since; empty when it was taken away, or is no thing that can be
///     shown
public record AdminEvent(
        UUID id,
        Instant at,
        String actor,
        Optional<UserId> actorUser,
        Optional<KeyId> actorKey,
        String action,
        String resourceType,
        String resourceId,
        Optional<TenantId> tenant,
        Map<String, String> metadata,
        Optional<String> requestId,
        String address,
        Optional<Json> before,
        Optional<Json> after) {
    public AdminEvent {
        metadata = Map.copyOf(metadata);
    }
}
