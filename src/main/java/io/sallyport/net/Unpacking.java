package io.sallyport.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.net.OutboundFailure.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The body of an answer that came as gzip though it was asked for plain, read as it was before it was packed.
///
/// Errors: OutboundFailure BAD_RESPONSE when it is no gzip, TOO_LARGE when a few bytes unfold without measure.
/// Threads: one event loop.
/// Source: RFC 1952; RFC 9110, 8.4.1.
final class Unpacking {
    private static final int PIECE = 32 * 1024;
    /// Of what one burst brings; a listener that is slow pauses the backend only afterwards.
    private static final int MOST = 16 * 1024 * 1024;

    private static final int HEAD = 10;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int HAS_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final Inflater inflater = new Inflater(true);
    private byte[] head = {};
    private boolean begun;
    private int unfolded;

    /// How the body of an answer is coded.
    enum Coding {
        PLAIN,
        GZIP,
        /// In a way that nobody here can read.
        UNKNOWN;

        static Coding of(HttpResponse answer) {
            // Nearly every answer has none, and every answer is asked.
            if (!answer.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
                return PLAIN;
            }
            List<String> codings = answer.headers().getAll(HttpHeaderNames.CONTENT_ENCODING);
            if (codings.size() > 1) {
                return UNKNOWN;
            }
            return switch (codings.getFirst().strip().toLowerCase(Locale.ROOT)) {
                case "", "identity" -> PLAIN;
                case "gzip", "x-gzip" -> GZIP;
                default -> UNKNOWN;
            };
        }
    }

    /// Takes a piece over and hands on what was in it.
    void take(ByteBuf piece, Consumer<ByteBuf> to) {
        byte[] packed = ByteBufUtil.getBytes(piece);
        piece.release();
        if (begun) {
            inflater.setInput(packed);
        } else {
            begin(packed);
        }
        try {
            while (begun && inflate(to)) {
                // Until everything that came is unfolded.
            }
        } catch (DataFormatException e) {
            throw broken();
        }
    }

    private boolean inflate(Consumer<ByteBuf> to) throws DataFormatException {
        byte[] plain = new byte[PIECE];
        int count = inflater.inflate(plain);
        unfolded += count;
        if (unfolded > MOST) {
            throw new OutboundFailure(Kind.TOO_LARGE, "the backend's answer unfolds without measure");
        }
        if (count > 0) {
            to.accept(Unpooled.wrappedBuffer(plain, 0, count));
        }
        return count > 0;
    }

    /// What was unfolded so far is on its way.
    void delivered() {
        unfolded = 0;
    }

    /// True when the body ended before what is packed in it did.
    boolean isCut() {
        return begun ? !inflater.finished() : head.length > 0;
    }

    /// Nobody wants more of it.
    void close() {
        begun = false;
        inflater.end();
    }

    private void begin(byte[] packed) {
        int before = head.length;
        head = Arrays.copyOf(head, before + packed.length);
        System.arraycopy(packed, 0, head, before, packed.length);
        int length = headLength();
        begun = length <= head.length;
        if (begun) {
            inflater.setInput(head, length, head.length - length);
            head = new byte[0];
        } else if (head.length > LONGEST_HEAD) {
            throw broken();
        }
    }

    /// Where the packed bytes begin; more than there are as long as that is not known.
    private int headLength() {
        if (head.length < HEAD) {
            return HEAD;
        }
        if (unsigned(0) != 0x1f || unsigned(1) != 0x8b || unsigned(2) != 8) {
            throw broken();
        }
        int flags = unsigned(3);
        int length = HEAD;
        if ((flags & HAS_EXTRA) != 0) {
            length += 2 + (length + 2 <= head.length ? unsigned(length) | unsigned(length + 1) << 8 : 0);
        }
        length = (flags & HAS_NAME) != 0 ? behindZero(length) : length;
        length = (flags & HAS_COMMENT) != 0 ? behindZero(length) : length;
        return (flags & HAS_CHECK) != 0 ? length + 2 : length;
    }

    private int behindZero(int from) {
        int at = from;
        while (at < head.length && head[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private int unsigned(int at) {
        return head[at] & 0xff;
    }

    private static OutboundFailure broken() {
        return new OutboundFailure(Kind.BAD_RESPONSE, "the backend's answer is not the gzip it says it is");
    }
}
