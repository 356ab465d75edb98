package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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

    /// Appends text whose characters are ASCII; anything else becomes a question mark.
    public static void ascii(ByteBuf to, CharSequence text) {
        ByteBufUtil.writeAscii(to, text);
    }

    /// Appends a number in decimal digits without making a string.
    public static void decimal(ByteBuf to, long number) {
        if (number >= 10) {
            decimal(to, number / 10);
        }
        to.writeByte('0' + (int) (number % 10));
    }

    /// Appends a number in hexadecimal digits without making a string.
    public static void hexadecimal(ByteBuf to, int number) {
        if (number >= 16) {
            hexadecimal(to, number >>> 4);
        }
        to.writeByte(Character.forDigit(number & 15, 16));
    }
}
