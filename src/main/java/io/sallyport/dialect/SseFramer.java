package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into whole server-sent events; what is not whole yet stays here.
///
/// Events in plain form keep their very bytes; events with carriage returns or a byte order mark are written
/// anew in plain form. One event is at most 1 MiB.
///
/// Source: WHATWG HTML, server-sent events, section 9.2.6.
public final class SseFramer implements StreamFramer {
    private static final int FIRST_SIZE = 1 << 10;

    /// The event that is not whole yet; null as long as there is none.
    private byte @Nullable [] rest;

    private int restLength;

    /// Where the search goes on, and where its line began; both relative to the event.
    private int searched;

    private int lineStart;
    private boolean started;

    @Override
    public void take(Bytes piece, Consumer<SseEvent> events) {
        Bytes text = rest == null ? piece : appended(rest, piece);
        int from = afterMark(text);
        while (true) {
            int end = endOfEvent(text.array(), from, text.to());
            if (end < 0) {
                break;
            }
            emit(new Bytes(text.array(), from, end), events);
            from = end;
            searched = 0;
            lineStart = 0;
        }
        keep(text, from);
    }

    @Override
    public boolean isInsideEvent() {
        return restLength > 0;
    }

    private Bytes appended(byte[] begun, Bytes piece) {
        int length = restLength + piece.length();
        byte[] both = length <= begun.length ? begun : Arrays.copyOf(begun, Math.max(length, begun.length * 2));
        System.arraycopy(piece.array(), piece.from(), both, restLength, piece.length());
        return new Bytes(both, 0, length);
    }

    private void keep(Bytes text, int from) {
        restLength = text.to() - from;
        if (restLength > LARGEST_EVENT) {
            throw new IllegalStateException("an event is larger than " + LARGEST_EVENT + " bytes");
        }
        if (restLength == 0) {
            rest = null;
        } else if (rest == null || from > 0) {
            byte[] kept = new byte[Math.max(restLength, FIRST_SIZE)];
            System.arraycopy(text.array(), from, kept, 0, restLength);
            rest = kept;
        } else {
            rest = text.array();
        }
    }

    private int afterMark(Bytes text) {
        if (started || text.length() < 3) {
            return text.from();
        }
        started = true;
        byte[] in = text.array();
        int at = text.from();
        boolean marked = in[at] == (byte) 0xEF && in[at + 1] == (byte) 0xBB && in[at + 2] == (byte) 0xBF;
        if (marked) {
            searched = 0;
            lineStart = 0;
        }
        return marked ? at + 3 : at;
    }

    /// Position after the blank line that ends an event, or -1. A lone CR at the very end waits for its LF.
    private int endOfEvent(byte[] in, int from, int to) {
        int at = from + searched;
        int line = from + lineStart;
        while (at < to) {
            byte c = in[at];
            if (c != '\n' && c != '\r') {
                at++;
                continue;
            }
            if (c == '\r' && at + 1 == to) {
                break;
            }
            int next = c == '\r' && in[at + 1] == '\n' ? at + 2 : at + 1;
            if (at == line) {
                return next;
            }
            line = next;
            at = next;
        }
        searched = at - from;
        lineStart = line - from;
        return -1;
    }

    private static void emit(Bytes raw, Consumer<SseEvent> events) {
        if (raw.length() <= 2 && raw.array()[raw.from()] <= '\r') {
            return;
        }
        if (raw.length() > LARGEST_EVENT) {
            throw new IllegalStateException("an event is larger than " + LARGEST_EVENT + " bytes");
        }
        events.accept(plain(raw) ? SseLines.read(raw) : SseLines.read(canonical(raw)));
    }

    private static boolean plain(Bytes raw) {
        byte[] in = raw.array();
        for (int i = raw.from(); i < raw.to(); i++) {
            if (in[i] == '\r') {
                return false;
            }
        }
        return true;
    }

    private static Bytes canonical(Bytes raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        String text = raw.text().replace("\r\n", "\n").replace('\r', '\n');
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return Bytes.of(out.toByteArray());
    }
}
