package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import java.util.stream.Stream;

/// One wire form in which a draft goes out; made for one request.
interface Form {

    /// The body of a plain answer.
    String whole(Draft draft);

    /// The events of a stream.
    Events events(Draft draft);

    /// An error in the middle of a stream, as one event.
    String errorEvent(Fault fault);

    /// What a stream calls itself.
    default String contentType() {
        return "text/event-stream; charset=utf-8";
    }

    /// An event as it goes on the wire.
    default Bytes wire(String event) {
        return Bytes.of(event);
    }

    /// A stream before it is disturbed; every text is one whole event, and is made when it is taken.
    ///
    /// @param events may never end
    /// @param done what says that the stream is complete, taken after the others
    record Events(Stream<String> events, Stream<String> done) {
        Stream<String> all() {
            return Stream.concat(events, done);
        }
    }

    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }
}
