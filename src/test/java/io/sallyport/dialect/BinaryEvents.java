package io.sallyport.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Writes streams in AWS's binary form, byte by byte as the description has them.
///
/// Source: Amazon documentation, event stream encoding (Amazon Transcribe developer guide).
final class BinaryEvents {
    private BinaryEvents() {}

    /// @param lines each with the name of an event, a blank and its payload
    static byte[] of(String lines) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String name = line.substring(0, line.indexOf(' '));
            String type = name.endsWith("Exception") ? ":exception-type" : ":event-type";
            stream.writeBytes(message(named(type, name), line.substring(name.length() + 1)));
        });
        return stream.toByteArray();
    }

    /// A header with a text, in hexadecimal digits.
    static String named(String header, String value) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((byte) header.length())
                + hex.formatHex(header.getBytes(StandardCharsets.UTF_8))
                + "07"
                + hex.toHexDigits((short) value.length())
                + hex.formatHex(value.getBytes(StandardCharsets.UTF_8));
    }

    /// @param headers in hexadecimal digits
    static byte[] message(String headers, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        int length = 16 + headers.length() / 2 + payload.length;
        ByteBuffer message = ByteBuffer.allocate(length);
        message.putInt(length).putInt(headers.length() / 2);
        message.putInt(sum(message.array(), 8));
        message.put(HexFormat.of().parseHex(headers)).put(payload);
        return message.putInt(sum(message.array(), length - 4)).array();
    }

    /// Of the first bytes.
    static int sum(byte[] of, int length) {
        CRC32 sum = new CRC32();
        sum.update(of, 0, length);
        return (int) sum.getValue();
    }
}
