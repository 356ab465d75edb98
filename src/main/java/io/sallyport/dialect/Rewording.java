package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.inference.RawRequest;

/// A call on its way to a backend of another form, and its answer on the way back.
///
/// Threads: one owner.
public sealed interface Rewording permits Translation, ConvertedCall {
    /// The call as the backend gets it.
    RawRequest request();

    /// What was lost so far.
    Losses losses();

    /// How the backend sets the events of a stream apart.
    Framing framing();

    /// Watches the backend's answer and shows it in the client's form.
    ///
    /// @param upstream understands the answer as it comes
    ReplyReader reader(ReplyReader upstream, Thoughts thoughts);
}
