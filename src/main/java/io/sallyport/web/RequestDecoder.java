package io.sallyport.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Netty's decoder for requests, set to its strictest, knowing since when a head has been arriving.
final class RequestDecoder extends HttpRequestDecoder {
    private static final int MAX_PIECE = 64 * 1024;
    private static final int MAX_REQUEST_LINE = 8 * 1024;

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

    /// Value of [System#nanoTime()] when the first byte of the unfinished head came, 0 when there is none.
    long headSince() {
        return headSince;
    }

    void headDone() {
        headSince = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (headSince == 0) {
            headSince = System.nanoTime();
        }
        super.channelRead(ctx, message);
    }
}
