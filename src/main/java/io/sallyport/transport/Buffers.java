package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.sallyport.lang.Bytes;

/// The step between Netty's pooled buffers and our plain arrays.
public final class Buffers {
    private Buffers() {}

    /// Copies what is readable into one array of exactly that size; the one copy on the way in.
    public static Bytes copy(ByteBuf from) {
        byte[] array = new byte[from.readableBytes()];
        from.readBytes(array);
        return Bytes.of(array);
    }

    public static void write(ByteBuf to, Bytes bytes) {
        to.writeBytes(bytes.array(), bytes.from(), bytes.length());
    }

    /// Appends a number in hexadecimal digits without making a string.
    public static void hexadecimal(ByteBuf to, int number) {
        if (number >= 16) {
            hexadecimal(to, number >>> 4);
        }
        to.writeByte(Character.forDigit(number & 15, 16));
    }
}
