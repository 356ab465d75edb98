package io.sallyport.tenant;

import io.sallyport.lang.UserId;
import java.time.Instant;

/// A user of a tenant and what they may do in it.
///
/// @param name what people call them; may be empty
public record Member(UserId user, String email, String name, Role role, Instant createdAt) {}
