package io.sallyport.web;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/// Ends connections whose clients send frames that carry nothing, over and over: pings, settings, priorities
/// and kinds nobody knows. Resets and empty data are counted by Netty's decoder.
///
/// Threads: one event loop.
///
/// Source: RFC 9113, 10.5; CVE-2019-9512, CVE-2019-9515.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class Http2FloodGuard extends ChannelInboundHandlerAdapter {

    /// A browser that sorts a hundred streams anew sends a hundred priorities.
    private static final int MOST = 500;

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private int seen;
    private long since = System.nanoTime();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (carriesNothing(message) && isTooMany()) {
            ReferenceCountUtil.release(message);
            ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private boolean isTooMany() {
        long now = System.nanoTime();
        if (now - since > WINDOW_NANOS) {
            since = now;
            seen = 0;
        }
        seen++;
        return seen > MOST;
    }

    private static boolean carriesNothing(Object message) {
        return message instanceof Http2PingFrame
                || message instanceof Http2SettingsFrame
                || message instanceof Http2PriorityFrame
                || message instanceof Http2UnknownFrame;
    }
}
