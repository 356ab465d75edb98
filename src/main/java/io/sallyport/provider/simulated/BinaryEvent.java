package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Writes messages of AWS's binary event stream.
///
/// Source: Amazon documentation, event stream encoding (Amazon Transcribe developer guide).
final class BinaryEvent {
    private static final int PRELUDE = 12;
    private static final int SUM = 4;
    private static final byte TEXT = 7;
    private static final int MOST_HEADERS = 512;

    private BinaryEvent() {}

    /// @param name of the event; names that end in `Exception` become exceptions
    static Bytes of(String name, String json) {
        boolean isException = name.endsWith("Exception");
        ByteBuffer headers = ByteBuffer.allocate(MOST_HEADERS);
        header(headers, isException ? ":exception-type" : ":event-type", name);
        header(headers, ":content-type", "application/json");
        header(headers, ":message-type", isException ? "exception" : "event");
        headers.flip();
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        int headersLength = headers.remaining();
        int length = PRELUDE + headersLength + payload.length + SUM;
        ByteBuffer message = ByteBuffer.allocate(length);
        message.putInt(length).putInt(headersLength);
        message.putInt(sum(message));
        message.put(headers).put(payload);
        message.putInt(sum(message));
        return Bytes.of(message.array());
    }

    private static void header(ByteBuffer headers, String name, String value) {
        byte[] word = name.getBytes(StandardCharsets.UTF_8);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        headers.put((byte) word.length)
                .put(word)
                .put(TEXT)
                .putShort((short) text.length)
                .put(text);
    }

    /// Of everything before the position.
    private static int sum(ByteBuffer written) {
        CRC32 sum = new CRC32();
        sum.update(written.duplicate().flip());
        return (int) sum.getValue();
    }
}
