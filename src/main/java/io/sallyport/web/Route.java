package io.sallyport.web;

/// One line of the route table: who may call what, and who answers.
///
/// @param method upper-case HTTP method
/// @param path exact path; a segment `{name}` matches one segment, a last segment `{name...}` matches the rest
/// @param access what the caller must be; a route without it cannot be written
public record Route(String method, String path, Access access, Endpoint endpoint) {

    /// What the caller of a route must be.
    public enum Access {
        /// Anybody, without a credential.
        OPEN,
        /// The holder of an API key.
        KEY,
        /// Somebody who signed in.
        PERSON,
        /// An operator.
        ADMIN,
        /// A node agent with a node key.
        NODE
    }
}
