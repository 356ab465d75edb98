package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.provider.simulated.Answer.Ending;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// What a behaviour does to an answer that is otherwise fine.
final class Disturbance {
    private Disturbance() {}

    /// The events of a stream as this behaviour lets them go out.
    static Answer stream(Form form, Draft draft, Behaviour behaviour) {
        Form.Events events = form.events(draft);
        Stream<String> disturbed = switch (behaviour) {
            case Behaviour.Cut(int count) -> events.all().limit(count);
            case Behaviour.NoDone _ -> events.events();
            case Behaviour.ErrorEvent(int count) ->
                Stream.concat(events.all().limit(count), Stream.of(form.errorEvent(Fault.inStream())));
            default -> events.all();
        };
        Ending ending = behaviour instanceof Behaviour.Cut ? Ending.RESET : Ending.CLEAN;
        List<Header> headers =
                List.of(new Header("content-type", form.contentType()), new Header("cache-control", "no-cache"));
        return new Answer.Streamed(
                headers, disturbed.map(form::wire).iterator(), Duration.ZERO, Pieces.gap(behaviour), ending);
    }

    /// Any answer as this behaviour lets it go out.
    static Answer of(Answer answer, Behaviour behaviour) {
        return switch (answer) {
            case Answer.Whole whole -> whole(whole, behaviour);
            case Answer.Streamed stream -> streamed(stream, behaviour);
            case Answer.Nothing nothing -> nothing;
            case Answer.Reset reset -> reset;
        };
    }

    private static Answer whole(Answer.Whole whole, Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Slow(Duration delay) -> whole.after(delay);
            case Behaviour.Gzip _ -> whole.with("content-encoding", "gzip").body(Gzipped.of(whole.body()));
            case Behaviour.Cut _ -> {
                Bytes half = whole.body().slice(0, whole.body().length() / 2);
                yield new Answer.Streamed(
                        whole.headers(), List.of(half).iterator(), Duration.ZERO, Duration.ZERO, Ending.RESET);
            }
            default -> whole;
        };
    }

    private static Answer streamed(Answer.Streamed stream, Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Slow(Duration delay) ->
                new Answer.Streamed(stream.headers(), stream.pieces(), delay, stream.gap(), stream.ending());
            case Behaviour.Gzip _ -> {
                Iterator<Bytes> packed = new Gzipped(stream.pieces());
                List<Header> headers = Stream.concat(
                                stream.headers().stream(), Stream.of(new Header("content-encoding", "gzip")))
                        .toList();
                yield new Answer.Streamed(headers, packed, stream.delay(), stream.gap(), stream.ending());
            }
            default -> stream;
        };
    }
}
