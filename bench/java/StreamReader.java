import java.nio.charset.StandardCharsets;

/// Reads one streamed answer: head, chunks, lines, events.
final class StreamReader {
    private final StreamTally tally;
    private final StringBuilder head = new StringBuilder();
    private byte[] line = new byte[512];
    private int lineLength;
    private String data = "";
    private int dataLines;
    private String prefix = "";
    private boolean inBody;
    private boolean closed;
    private boolean atEnd;
    private boolean done;
    private int chunkLeft;
    private int chunkSize = -1;
    private int afterChunk;
    private int next;
    private long asked;
    private long lastArrival;

    StreamReader(StreamTally tally) {
        this.tally = tally;
    }

    void asked(long now) {
        asked = now;
    }

    /// The last chunk was read.
    boolean isAtEnd() {
        return atEnd;
    }

    void read(byte[] bytes, int count, long now) {
        for (int i = 0; i < count && !atEnd; i++) {
            if (inBody) {
                body(bytes[i], now);
            } else {
                head(bytes[i]);
            }
        }
    }

    private void head(byte b) {
        head.append((char) b);
        int length = head.length();
        if (b == '\n' && length > 3 && head.charAt(length - 3) == '\n') {
            inBody = true;
            if (!head.toString().startsWith("HTTP/1.1 200 ")) {
                atEnd = true;
            }
            head.setLength(0);
            head.trimToSize();
        }
    }

    /// Chunks look like `1f\r\n...\r\n`; the last one has the size 0.
    private void body(byte b, long now) {
        if (chunkLeft > 0) {
            chunkLeft--;
            content(b, now);
            afterChunk = chunkLeft == 0 ? 2 : 0;
        } else if (afterChunk > 0) {
            afterChunk--;
        } else if (b == '\n') {
            atEnd = chunkSize == 0;
            chunkLeft = Math.max(0, chunkSize);
            chunkSize = -1;
        } else if (b != '\r') {
            chunkSize = Math.max(0, chunkSize) * 16 + Character.digit(b, 16);
        }
    }

    private void content(byte b, long now) {
        if (b != '\n') {
            if (lineLength == line.length) {
                line = java.util.Arrays.copyOf(line, lineLength * 2);
            }
            line[lineLength++] = b;
            return;
        }
        if (lineLength == 0) {
            event(now);
            return;
        }
        String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        lineLength = 0;
        if (text.startsWith("data: ")) {
            data = text.substring(6);
            dataLines++;
        }
    }

    private void event(long now) {
        if (dataLines > 1) {
            tally.merged();
        }
        if (data.equals("[DONE]")) {
            done = true;
        } else if (!data.contains("\"usage\":{")) {
            numbered(now);
        }
        data = "";
        dataLines = 0;
    }

    private void numbered(long now) {
        int at = data.indexOf('@');
        int from = data.indexOf(PacedUpstream.CHOICE) + PacedUpstream.CHOICE.length();
        int to = data.indexOf('"', Math.max(at, 0));
        if (at < from || to < 0) {
            tally.altered();
            return;
        }
        if (prefix.isEmpty()) {
            prefix = data.substring(0, from);
            tally.opened(now - asked, tally.isExpectedStart(prefix));
        } else {
            tally.gap(now - lastArrival);
        }
        lastArrival = now;
        if (!data.startsWith(prefix) || !data.substring(to).equals(PacedUpstream.REST)) {
            tally.altered();
        }
        int sequence = Integer.parseInt(data.substring(from, at));
        tally.event(sequence, next, now - Long.parseLong(data.substring(at + 1, to)));
        next = Math.max(next, sequence + 1);
    }

    void close() {
        if (!closed) {
            closed = true;
            tally.closed(next, done && atEnd);
        }
    }
}
