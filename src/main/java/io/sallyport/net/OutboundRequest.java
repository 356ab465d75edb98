package io.sallyport.net;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// One HTTP request to an upstream.
///
/// @param method upper-case HTTP method
/// @param url absolute http or https address with path and query
/// @param headers exactly the lines that are sent, besides host and content-length
/// @param body slices sent one after the other without copying; empty for none
/// @param firstByte time from sending to the answer's head
/// @param trust how the server's certificate is checked
public record OutboundRequest(
        String method, URI url, List<Header> headers, List<Bytes> body, Duration firstByte, Trust trust) {

    /// How a server's certificate is checked.
    public enum Trust {
        VERIFY,
        /// No check at all; only where an operator switched it off for one backend.
        ANY_CERTIFICATE
    }

    /// Size of the whole body in bytes.
    public long length() {
        long sum = 0;
        for (Bytes part : body) {
            sum += part.length();
        }
        return sum;
    }
}
