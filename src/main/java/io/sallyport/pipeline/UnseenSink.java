package io.sallyport.pipeline;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import java.util.function.Consumer;

/// Where a stream goes that no client listens to: it takes everything and never leaves.
///
/// @param piece hears what came
record UnseenSink(Consumer<Bytes> piece) implements ByteSink {

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
        // Nobody is there to leave; the answer is read to its end and paid for.
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
