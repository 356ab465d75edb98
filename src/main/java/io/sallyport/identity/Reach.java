package io.sallyport.identity;

import io.sallyport.lang.BackendProfileId;
import java.util.Optional;

/// How far the backend profile of a key lets it go.
///
/// @param profile the backend profile; empty for keys that are bound to none
/// @param backends names of the backends it reaches
/// @param trustsForwarder the person named by Open WebUI's headers counts, because backend profile and key say so
public record Reach(Optional<BackendProfileId> profile, AllowList backends, boolean trustsForwarder) {

    /// Of a key that is bound to no backend profile.
    public static final Reach ANYWHERE = new Reach(Optional.empty(), AllowList.anything(), false);
}
