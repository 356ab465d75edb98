package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.util.function.Consumer;

/// Cuts a byte stream into lines, each the data of an event without a name; blank lines are none.
///
/// Such events cannot be forwarded as they are.
final class LineFramer implements StreamFramer {
    private final Piecemeal begun = new Piecemeal();

    @Override
    public void take(Bytes piece, Consumer<SseEvent> events) {
        Bytes here = begun.with(piece);
        byte[] in = here.array();
        int from = here.from();
        for (int at = from; at < here.to(); at++) {
            if (in[at] == '\n') {
                line(new Bytes(in, from, at > from && in[at - 1] == '\r' ? at - 1 : at), events);
                from = at + 1;
            }
        }
        begun.keep(new Bytes(in, from, here.to()));
    }

    private static void line(Bytes line, Consumer<SseEvent> events) {
        if (line.length() > LARGEST_EVENT) {
            throw new IllegalStateException("an event is larger than " + LARGEST_EVENT + " bytes");
        }
        if (!line.isEmpty()) {
            // A copy: readers may keep it, and what waits here is written over.
            events.accept(new SseEvent(Bytes.EMPTY, "", Bytes.of(line.toArray())));
        }
    }

    @Override
    public boolean isInsideEvent() {
        return !begun.isEmpty();
    }
}
