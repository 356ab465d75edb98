package io.sallyport.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Netty's decoder for requests, set to its strictest, and strict where it has no setting for it.
///
/// Each piece of input is looked at before Netty sees it. A start line with other blanks than two single spaces
/// or without the exact word `HTTP`, a folded header, control characters in a trailer and a chunk size of more
/// than 16 digits are things that Netty repairs or passes over in silence, and chunk extensions, which nobody
/// needs, it reads by rules of its own; we spoil their first byte, so that Netty refuses the message in its
/// usual way.
final class RequestDecoder extends HttpRequestDecoder {
    private static final int MAX_PIECE = 64 * 1024;
    private static final int MAX_REQUEST_LINE = 8 * 1024;
    private static final int MAX_CHUNK_DIGITS = 16;
    /// A byte that is right in no start line, no header name and no chunk size.
    private static final int SPOILT = 0;
    /// The four letters of the version, which are case-sensitive (RFC 9112, 2.3).
    private static final int HTTP = 'H' << 24 | 'T' << 16 | 'T' << 8 | 'P';
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    /// What the next byte belongs to.
    private enum Place {
        START_LINE,
        HEADERS,
        BODY,
        CHUNKS,
        TRAILERS
    }

    private Place place = Place.START_LINE;
    /// Content lengths of the present head; of two, Netty would take the first for HTTP/1.0.
    private int lengths;
    /// Bytes of the present chunk that have not come yet.
    private long chunkLeft;

    /// True when bytes came that belong to no finished head.
    private boolean inHead;
    /// When that was first seen, as [System#nanoTime()]; 0 before.
    private long headSince;

    RequestDecoder(WebServerSettings settings) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(Math.min(MAX_REQUEST_LINE, settings.maxHeadBytes()))
                .setMaxHeaderSize(settings.maxHeadBytes())
                .setMaxChunkSize(MAX_PIECE)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
    }

    /// True when a head has begun and is not finished.
    boolean isInHead() {
        return inHead;
    }

    /// How long the unfinished head has been coming, since somebody first asked.
    ///
    /// @param now [System#nanoTime()]
    long headNanos(long now) {
        if (headSince == 0) {
            headSince = now;
        }
        return now - headSince;
    }

    void headDone() {
        inHead = actualReadableBytes() > 0;
        headSince = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        inHead = true;
        super.channelRead(ctx, message);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        switch (place) {
            case START_LINE -> checkStartLine(in);
            case HEADERS, TRAILERS -> checkHeaders(in, in.readerIndex());
            case CHUNKS -> checkChunkSize(in);
            case BODY -> {
                // Counted bytes: nothing to misread.
            }
        }
        int known = out.size();
        super.decode(ctx, in, out);
        for (int i = known; i < out.size(); i++) {
            follow(out.get(i));
        }
    }

    /// Notes what the decoder found.
    private void follow(Object found) {
        if (found instanceof LastHttpContent) {
            place = Place.START_LINE;
        } else if (found instanceof HttpMessage head) {
            chunkLeft = 0;
            place = HttpUtil.isTransferEncodingChunked(head) ? Place.CHUNKS : Place.BODY;
        } else if (found instanceof HttpContent content) {
            chunkLeft -= content.content().readableBytes();
        }
    }

    private void checkStartLine(ByteBuf in) {
        int start = in.readerIndex();
        while (start < in.writerIndex() && isLineEnd(in.getByte(start))) {
            start++;
        }
        int end = in.indexOf(start, in.writerIndex(), (byte) '\n');
        if (end < 0) {
            return;
        }
        if (isPlainStartLine(in, start, end - 1)) {
            place = Place.HEADERS;
            lengths = 0;
            checkHeaders(in, end + 1);
        } else {
            in.setByte(start, SPOILT);
        }
    }

    private static boolean isPlainStartLine(ByteBuf in, int start, int end) {
        int spaces = 0;
        int last = start - 1;
        for (int i = start; i < end; i++) {
            byte b = in.getByte(i);
            if (b == ' ') {
                if (i == last + 1) {
                    return false;
                }
                spaces++;
                last = i;
            } else if (b < ' ' || b == 0x7f) {
                return false;
            }
        }
        return spaces == 2 && end - last == VERSION_LENGTH + 1 && in.getInt(last + 1) == HTTP;
    }

    /// Looks at the first byte of each line, up to the empty one.
    private void checkHeaders(ByteBuf in, int from) {
        int start = from;
        while (start < in.writerIndex()) {
            byte first = in.getByte(start);
            if (first == ' ' || first == '\t') {
                in.setByte(start, SPOILT);
                return;
            }
            if (isLineEnd(first)) {
                return;
            }
            int end = in.indexOf(start, in.writerIndex(), (byte) '\n');
            if (end < 0) {
                return;
            }
            boolean isSpoilt = place == Place.TRAILERS
                    ? hasControls(in, start, end)
                    : isContentLength(in, start, end) && ++lengths > 1;
            if (isSpoilt) {
                in.setByte(start, SPOILT);
                return;
            }
            start = end + 1;
        }
    }

    /// Netty leaves some trailers out before it looks at their values.
    private static boolean hasControls(ByteBuf in, int start, int end) {
        int last = in.getByte(end - 1) == '\r' ? end - 1 : end;
        for (int i = start; i < last; i++) {
            byte b = in.getByte(i);
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isContentLength(ByteBuf in, int start, int end) {
        if (end - start < CONTENT_LENGTH.length || in.getByte(start + CONTENT_LENGTH.length - 1) != ':') {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if ((in.getByte(start + i) | 0x20) != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    /// Knows the place of a chunk size by what is left of the chunk before it.
    private void checkChunkSize(ByteBuf in) {
        int start = in.readerIndex();
        if (chunkLeft > 0 || !in.isReadable() || isLineEnd(in.getByte(start))) {
            return;
        }
        int at = start;
        long size = 0;
        while (at < in.writerIndex() && Character.digit(in.getByte(at), 16) >= 0) {
            size = Math.min((size << 4) + Character.digit(in.getByte(at), 16), Integer.MAX_VALUE);
            at++;
        }
        boolean isExtended = at < in.writerIndex() && !isLineEnd(in.getByte(at));
        if (at - start > MAX_CHUNK_DIGITS || isExtended) {
            in.setByte(start, SPOILT);
        } else if (in.indexOf(at, in.writerIndex(), (byte) '\n') >= 0) {
            chunkLeft = size;
            place = size == 0 ? Place.TRAILERS : Place.CHUNKS;
        }
    }

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }
}
