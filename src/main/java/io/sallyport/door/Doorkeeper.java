package io.sallyport.door;

import io.sallyport.identity.Principal;
import io.sallyport.web.WebRequest;

/// Finds out who stands before the door.
///
/// Threads: may block.
@FunctionalInterface
public interface Doorkeeper {
    /// Errors: NotAuthenticated when a credential is shown that is worth nothing; NotAllowed when a browser's request
    /// lacks its proof against forgery.
    ///
    /// @return [Principal#NOBODY] when nothing is shown
    Principal who(WebRequest request);
}
