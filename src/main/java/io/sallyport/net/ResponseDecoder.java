package io.sallyport.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/// Netty's decoder for answers, knowing whether an answer has a body and whether a byte of it came.
final class ResponseDecoder extends HttpResponseDecoder {
    private static final int MAX_STATUS_LINE = 4096;
    private static final int MAX_PIECE = 64 * 1024;

    private boolean bodiless;
    private boolean sawBytes;

    ResponseDecoder(int maxHeadBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setMaxHeaderSize(maxHeadBytes)
                .setMaxChunkSize(MAX_PIECE));
    }

    /// Makes ready for the answer to one request.
    void expect(String method) {
        bodiless = "HEAD".equals(method);
        sawBytes = false;
    }

    /// True once anything came since the request was sent.
    boolean sawBytes() {
        return sawBytes;
    }

    /// True when bytes came that belong to no answer asked for.
    boolean hasRest() {
        return actualReadableBytes() > 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        sawBytes = true;
        super.channelRead(ctx, message);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return bodiless || super.isContentAlwaysEmpty(message);
    }
}
