package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// What goes back over the connection for one request.
sealed interface Answer {

    /// How a connection ends once everything was written.
    enum Ending {
        /// In order.
        CLEAN,
        /// By a reset, so that the peer cannot take it for an end.
        RESET
    }

    /// Head and body in one piece.
    ///
    /// @param delay wait before the first byte
    record Whole(int status, List<Header> headers, Bytes body, Duration delay) implements Answer {
        public Whole {
            headers = List.copyOf(headers);
        }

        static Whole json(int status, String body) {
            return of(status, "application/json", Bytes.of(body));
        }

        static Whole of(int status, String type, Bytes body) {
            return new Whole(status, List.of(new Header("content-type", type)), body, Duration.ZERO);
        }

        Whole after(Duration wait) {
            return new Whole(status, headers, body, wait);
        }

        Whole with(String name, String value) {
            List<Header> more = new ArrayList<>(headers);
            more.add(new Header(name, value));
            return new Whole(status, more, body, delay);
        }

        Whole body(Bytes other) {
            return new Whole(status, headers, other, delay);
        }
    }

    /// Pieces with a gap before each but the first; the next piece is made when it is due.
    ///
    /// Threads: the pieces are taken by one thread at a time.
    record Streamed(List<Header> headers, Iterator<Bytes> pieces, Duration delay, Duration gap, Ending ending)
            implements Answer {
        public Streamed {
            headers = List.copyOf(headers);
        }
    }

    /// No byte, ever.
    record Nothing() implements Answer {}

    /// A reset before the head.
    record Reset() implements Answer {}
}
