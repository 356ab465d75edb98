package io.sallyport.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.transport.EventLoop;
import java.time.Duration;

/// One client connection that speaks HTTP/2: requests as streams beside each other, within limits that no
/// client passes that means well.
///
/// Threads: one event loop.
///
/// Source: RFC 9113; security catalogue, DD-22.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class Http2Connection extends ChannelInboundHandlerAdapter implements EventLoop.Watch {
    private static final int MOST_STREAMS = 100;
    private static final int STREAM_WINDOW = 64 * 1024;
    private static final int CONNECTION_WINDOW = 1024 * 1024;
    private static final int MOST_RESETS = 50;
    private static final int RESET_SECONDS = 10;

    /// Answers to pings and settings that a client may leave unread.
    private static final int MOST_UNREAD_ANSWERS = 1_000;

    /// How long a connection without a stream must have been silent to be closed while connections are not
    /// kept: on one that was just opened, the first request may be on its way.
    private static final Duration SILENT = Duration.ofSeconds(2);

    private final ServerCore server;
    private final EventLoop loop;

    /// Set when the handler joins its pipeline, before anything can arrive.
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext context;

    private int streams;
    private boolean used;
    private boolean leaving;
    private long idleSince = System.nanoTime();

    private Http2Connection(ServerCore server, EventLoop loop) {
        this.server = server;
        this.loop = loop;
    }

    /// Speaks HTTP/2 from here on.
    ///
    /// @param last the handler of the pipeline that hears last
    static void install(ChannelHandlerContext last, ServerCore server, EventLoop loop) {
        Http2Connection connection = new Http2Connection(server, loop);
        ChannelPipeline pipeline = last.pipeline();
        pipeline.addBefore(last.name(), "http2-codec", codec(server.settings()));
        pipeline.addBefore(last.name(), "http2-flood", new Http2FloodGuard());
        pipeline.addBefore(last.name(), "http2-streams", new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2Stream(connection));
            }
        }));
        pipeline.addBefore(last.name(), "http2-server", connection);
        connection.context.writeAndFlush(
                new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
        loop.watch(connection);
    }

    private static Http2FrameCodec codec(WebServerSettings settings) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(new Http2Settings()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(settings.maxHeadBytes()))
                .validateHeaders(true)
                .validateRequiredPseudoHeaders(true)
                // Who set a cookie is a secret; a shared table would tell its length.
                .headerSensitivityDetector((name, value) -> "set-cookie".contentEquals(name))
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(MOST_UNREAD_ANSWERS)
                .gracefulShutdownTimeoutMillis(0)
                .build();
        // Netty lets clients open any number of streams until they have confirmed our settings.
        codec.connection().remote().maxActiveStreams(MOST_STREAMS);
        return codec;
    }

    EventLoop loop() {
        return loop;
    }

    ServerCore server() {
        return server;
    }

    /// A stream began.
    void opened() {
        streams++;
        used = true;
    }

    /// A stream ended.
    void closed() {
        streams--;
        idleSince = System.nanoTime();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /// Nothing that no stream took is of use: pings and settings were answered by the codec.
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The codec answers a client that breaks the protocol by itself, and with the reason.
        if (!(cause instanceof Http2Exception)) {
            ctx.close();
        }
    }

    @Override
    public boolean look(long now) {
        if (!context.channel().isActive()) {
            return false;
        }
        boolean isSilent = streams == 0 && now - idleSince > SILENT.toNanos();
        if (!leaving && !server.keepsConnections() && (used || isSilent)) {
            leave(now);
        }
        boolean isIdle = now - idleSince > server.settings().idleTimeout().toNanos();
        if (server.isClosed() || (streams == 0 && isIdle) || (leaving && isSilent)) {
            context.close();
        }
        return true;
    }

    /// Lets streams that are open go on, and sends whatever comes later elsewhere. The connection stays a
    /// moment, so that a client whose next request is on its way reads that it was not served.
    private void leave(long now) {
        leaving = true;
        idleSince = now;
        context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }
}
