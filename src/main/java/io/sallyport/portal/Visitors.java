package io.sallyport.portal;

import io.sallyport.web.WebRequest;

/// Tells from a request, by its session, who asks for a page.
///
/// Errors: whatever it throws becomes an error page; a session that is over is nobody, not an error.
/// Threads: called on virtual threads, may block.
@FunctionalInterface
public interface Visitors {
    /// For an installation where nobody can sign in.
    Visitors NOBODY = _ -> Visitor.NOBODY;

    Visitor identify(WebRequest request);
}
