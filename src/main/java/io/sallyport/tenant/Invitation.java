package io.sallyport.tenant;

import io.sallyport.lang.TenantId;
import java.time.Instant;

/// An offer to become a member, for whoever owns an e-mail address; its token is not here.
///
/// @param invitedBy what people call who made it
public record Invitation(
        String id, TenantId tenant, String email, Role role, String invitedBy, Instant createdAt, Instant expiresAt) {}
