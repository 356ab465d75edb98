package io.sallyport.journal.export;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.BlockingOutbound;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Sends a body to a target and waits until it was taken.
///
/// Errors: ExportFailed. Threads: waits.
record Post(Outbound outbound) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// What another try of the same body would be told, too: it is wrong or too large.
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    private static final int LARGEST_ANSWER = 64 * 1024;

    void send(String method, URI url, List<Header> headers, Bytes body) {
        OutboundRequest request = new OutboundRequest(method, url, headers, List.of(body), PATIENCE, Trust.VERIFY);
        int status = status(request);
        if (status < 200 || status > 299) {
            String why = "it answered with status " + status;
            throw REFUSALS.contains(status) ? ExportFailed.forGood(why) : new ExportFailed(why);
        }
    }

    private int status(OutboundRequest request) {
        try {
            return new BlockingOutbound(outbound, LARGEST_ANSWER, PATIENCE)
                    .send(request)
                    .status();
        } catch (OutboundFailure | IllegalStateException e) {
            throw new ExportFailed("it cannot be reached, or does not answer as it should", e);
        }
    }
}
