package io.sallyport.identity;

import java.util.List;

/// What an identity provider, or this gateway for its local accounts, says about somebody.
///
/// @param operator may do everything in the installation
public record Vouched(
        String issuer, String subject, String email, String name, List<String> groups, boolean operator) {}
