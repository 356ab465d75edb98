package io.sallyport.net;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.transport.ByteStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The head of an upstream's answer; the body is read as a stream or whole, once.
///
/// Threads: belongs to the event loop that sent the request.
public interface OutboundResponse {
    int status();

    /// First value of a header.
    Optional<String> header(String name);

    List<Header> headers();

    /// The body as it arrives, paused until somebody listens.
    ByteStream body();

    /// The whole body. Cancelling the future before it came resets the request.
    ///
    /// Errors: OutboundFailure TOO_LARGE above the limit, TIMEOUT when nothing arrives for the idle time,
    /// CLOSED when the body was cut.
    CompletableFuture<Bytes> whole(int limit, Duration idle);
}
