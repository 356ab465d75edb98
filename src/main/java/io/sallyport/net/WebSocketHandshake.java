package io.sallyport.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.FrameConnection;
import io.sallyport.transport.FrameSocket;
import io.sallyport.transport.HeadLines;
import io.sallyport.transport.WebSocketKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The first exchange on a connection that shall become a WebSocket.
///
/// Source: RFC 6455, 4.1. Threads: one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class WebSocketHandshake extends ChannelInboundHandlerAdapter implements EventLoop.Watch {
    private final OutboundRequest request;
    private final Origin origin;
    private final String key = WebSocketKey.fresh();
    private final long deadline;
    private final CompletableFuture<FrameSocket> opened = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // set when the handler joins its pipeline, before anything can arrive
    private ChannelHandlerContext context;

    WebSocketHandshake(OutboundRequest request, Origin origin) {
        this.request = request;
        this.origin = origin;
        this.deadline = System.nanoTime() + request.firstByte().toNanos();
    }

    CompletableFuture<FrameSocket> opened() {
        return opened;
    }

    /// @param head where to write it
    void start(HeadLines head) {
        List<Header> headers = new ArrayList<>(request.headers());
        headers.add(new Header("connection", "upgrade"));
        headers.add(new Header("upgrade", "websocket"));
        headers.add(new Header("sec-websocket-version", "13"));
        headers.add(new Header("sec-websocket-key", key));
        try {
            RequestHead.write(
                    head,
                    new OutboundRequest(
                            "GET", request.url(), headers, List.<Bytes>of(), request.firstByte(), request.trust()),
                    origin.authority());
        } catch (IllegalArgumentException e) {
            fail(e);
            return;
        }
        context.writeAndFlush(head.toBuffer(context.alloc(), 0), context.voidPromise());
    }

    void fail(Throwable cause) {
        opened.completeExceptionally(cause);
        if (context != null) {
            context.close();
        }
    }

    @Override
    public boolean look(long now) {
        if (!opened.isDone() && deadline - now <= 0) {
            fail(new OutboundFailure(Kind.TIMEOUT, "the backend did not answer the WebSocket handshake in time"));
        }
        return !opened.isDone();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse head && !opened.isDone()) {
            onHead(head);
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new OutboundFailure(Kind.CLOSED, "the backend closed the connection within the WebSocket handshake"));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void onHead(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            fail(new OutboundFailure(Kind.BAD_RESPONSE, "the backend's answer is not valid HTTP"));
        } else if (!head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            fail(new WebSocketRefused(head.status().code()));
        } else if (!isProof(head)) {
            fail(new OutboundFailure(Kind.BAD_RESPONSE, "the backend's WebSocket handshake is wrong"));
        } else {
            ChannelPipeline pipeline = context.pipeline();
            FrameConnection frames = FrameConnection.install(pipeline, context.name(), FrameConnection.Side.CLIENT);
            pipeline.remove(this);
            pipeline.remove(ResponseDecoder.class);
            opened.complete(frames);
        }
    }

    private boolean isProof(HttpResponse head) {
        return head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && WebSocketKey.answer(key).equals(head.headers().get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT));
    }
}
