package io.sallyport.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// How one account asks for the tokens that its backends are shown: where, and with what proof.
///
/// Two that are equal share their token, so implementations are records.
/// Source: RFC 6749, 4.4 and 4.5.
public interface TokenGrant {
    /// Where tokens are handed out.
    URI endpoint();

    /// The fields of the form that is posted there; the proof among them may be made for this moment.
    ///
    /// Threads: may compute for milliseconds; not for event loops.
    Map<String, String> form(Instant now);
}
