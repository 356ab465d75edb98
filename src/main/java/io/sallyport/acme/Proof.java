package io.sallyport.acme;

/// What a certificate authority wants to find before it believes that a domain is ours.
///
/// @param domain that is proven
/// @param name where it looks: by HTTP the token behind `/.well-known/acme-challenge/`, by DNS the name of a
///     TXT record
/// @param value what it wants to find there
public record Proof(String domain, String name, String value) {}
