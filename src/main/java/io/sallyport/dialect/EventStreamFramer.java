package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Cuts a byte stream into the messages of AWS's binary event stream and checks their sums.
///
/// An event is called by its header `:event-type`, an exception by `:exception-type`, an error by
/// `:error-code`; its data is the payload. Such events cannot be forwarded as they are.
/// Source: Amazon documentation, event stream encoding (Amazon Transcribe developer guide).
final class EventStreamFramer implements StreamFramer {
    /// Bytes: length of the message, length of its headers, sum of both.
    private static final int PRELUDE = 12;

    private static final int SUM = 4;

    private final Piecemeal begun = new Piecemeal();

    @Override
    public void take(Bytes piece, Consumer<SseEvent> events) {
        Bytes here = begun.with(piece);
        int from = here.from();
        while (here.to() - from >= PRELUDE) {
            int length = length(here.array(), from);
            if (here.to() - from < length) {
                break;
            }
            events.accept(message(here.array(), from, length));
            from += length;
        }
        begun.keep(new Bytes(here.array(), from, here.to()));
    }

    private static int length(byte[] in, int from) {
        ByteBuffer prelude = ByteBuffer.wrap(in, from, PRELUDE);
        int length = prelude.getInt();
        int headers = prelude.getInt();
        check(prelude.getInt() == sum(in, from, PRELUDE - SUM));
        check(length >= PRELUDE + SUM && length <= LARGEST_EVENT);
        check(headers >= 0 && headers <= length - PRELUDE - SUM);
        return length;
    }

    private static SseEvent message(byte[] in, int from, int length) {
        ByteBuffer message = ByteBuffer.wrap(in, from, length).slice();
        int headers = message.getInt(Integer.BYTES);
        check(message.getInt(length - SUM) == sum(in, from, length - SUM));
        String name = name(message.slice(PRELUDE, headers));
        int payload = from + PRELUDE + headers;
        byte[] data = new byte[from + length - SUM - payload];
        System.arraycopy(in, payload, data, 0, data.length);
        return new SseEvent(Bytes.EMPTY, name, Bytes.of(data));
    }

    private static String name(ByteBuffer headers) {
        String name = "";
        while (headers.hasRemaining()) {
            String header = text(headers, Byte.toUnsignedInt(headers.get()));
            check(headers.hasRemaining());
            String value = value(headers);
            if (header.equals(":event-type") || header.equals(":exception-type") || header.equals(":error-code")) {
                name = value;
            }
        }
        return name;
    }

    /// Only texts matter; the others are stepped over.
    private static String value(ByteBuffer headers) {
        int type = headers.get();
        return switch (type) {
            case 0, 1 -> "";
            case 2 -> text(headers, Byte.BYTES);
            case 3 -> text(headers, Short.BYTES);
            case 4 -> text(headers, Integer.BYTES);
            case 5, 8 -> text(headers, Long.BYTES);
            case 6, 7 -> {
                check(headers.remaining() >= Short.BYTES);
                yield text(headers, Short.toUnsignedInt(headers.getShort()));
            }
            case 9 -> text(headers, 2 * Long.BYTES);
            default -> throw broken();
        };
    }

    private static String text(ByteBuffer headers, int length) {
        check(headers.remaining() >= length);
        byte[] text = new byte[length];
        headers.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int sum(byte[] in, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(in, from, length);
        return (int) sum.getValue();
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw broken();
        }
    }

    private static IllegalStateException broken() {
        return new IllegalStateException("this is no event stream, or an event of it is broken");
    }

    @Override
    public boolean isInsideEvent() {
        return !begun.isEmpty();
    }
}
