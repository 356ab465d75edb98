package io.sallyport.pipeline;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import java.util.function.Consumer;

/// Where a stream goes that no client listens to: it takes everything.
///
/// @param piece hears what came
/// @param leaving is given what to do when whoever waits for the stream leaves
record UnseenSink(Consumer<Bytes> piece, Consumer<Runnable> leaving) implements ByteSink {

    /// One for which nobody waits: the answer is read to its end and paid for.
    UnseenSink(Consumer<Bytes> piece) {
        this(piece, _ -> {});
    }

    @Override
    public void write(Bytes bytes) {
        piece.accept(bytes);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrain(Runnable action) {
        // It never fills up.
    }

    @Override
    public void onGone(Runnable action) {
        leaving.accept(action);
    }

    @Override
    public void end() {
        // The relay tells the end itself.
    }

    @Override
    public void abort() {
        // The relay tells the end itself.
    }
}
