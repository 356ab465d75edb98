package io.sallyport.identity;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.lang.BackendProfileId;
import java.util.Optional;

/// How far the backend profile of a key lets it go.
///
/// @param profile the backend profile; empty for keys that are bound to none
/// @param backends names of the backends it reaches
/// @param trustsForwarder the person named by Open WebUI's headers counts, because backend profile and key say
///     so
/// @param audit what may be kept of its calls
/// @param losses what happens when a call cannot be carried over as it is
public record Reach(
        Optional<BackendProfileId> profile,
        AllowList backends,
        boolean trustsForwarder,
        Audit audit,
        LossPolicy losses) {

    /// Of a key that is bound to no backend profile.
    public static final Reach ANYWHERE =
            new Reach(Optional.empty(), AllowList.anything(), false, Audit.ALLOWED, LossPolicy.WARN);

    /// The same with what a key says itself.
    public Reach with(LossPolicy own) {
        return new Reach(profile, backends, trustsForwarder, audit, own);
    }

    /// The audit switches of a backend profile; the capture rules of the deployment may forbid more.
    ///
    /// @param metadata headers, and who called from where; usage and cost are kept in any case
    /// @param content requests and answers in full
    public record Audit(boolean metadata, boolean content) {
        /// Forbids nothing.
        public static final Audit ALLOWED = new Audit(true, true);
    }
}
