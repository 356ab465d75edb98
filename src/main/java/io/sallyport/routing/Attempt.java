package io.sallyport.routing;

import io.sallyport.dialect.ReplyReader;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.transport.ByteStream;
import java.util.List;

/// How the attempts of one call ended.
public sealed interface Attempt {

    /// A target's answer that is here as a whole.
    record Whole(Target target, int status, List<Header> headers, Bytes body, ReplyReader reader) implements Attempt {
        /// The same with another body.
        public Whole with(Bytes shown) {
            return new Whole(target, status, headers, shown, reader);
        }
    }

    /// A target's answer that has begun: its first bytes are here, the rest flows.
    ///
    /// @param first what may be forwarded of the first bytes; may be empty
    /// @param step takes the rest through
    record Flowing(Target target, int status, List<Header> headers, Bytes first, ByteStream rest, EventRelay step)
            implements Attempt {}

    /// No target answered; the refusal is what the client is told.
    record Failed(Refusal refusal) implements Attempt {}
}
