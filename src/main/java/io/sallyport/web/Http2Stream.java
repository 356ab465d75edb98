package io.sallyport.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.lang.RefusedException;
import io.sallyport.transport.EventLoop;
import org.jspecify.annotations.Nullable;

/// One stream of an HTTP/2 connection: one request and its reply.
///
/// Threads: the event loop of its connection.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the stream, and that is heard
final class Http2Stream extends ChannelInboundHandlerAdapter implements RequestSource, EventLoop.Watch {
    private final Http2Connection connection;

    /// Set when the handler joins its pipeline, before anything can arrive.
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext context;

    private @Nullable Http2Reply current;

    Http2Stream(Http2Connection connection) {
        this.connection = connection;
    }

    ChannelHandlerContext context() {
        return context;
    }

    ServerCore server() {
        return connection.server();
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public String client(InboundRequest request) {
        return server().client(Peer.of(context.channel()), request);
    }

    @Override
    public LargeBodies largeBodies() {
        return server().largeBodies();
    }

    @Override
    public void bodyAsked(InboundRequest request) {
        BodyReader body = request.bodyReader();
        if (request.isExpectingContinue() && !body.isWhole() && !body.isRefused()) {
            context.writeAndFlush(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers(false).status(HttpResponseStatus.CONTINUE.codeAsText())));
        }
        updateReading();
    }

    /// The reply was handed to the connection.
    void replyDone(Http2Reply reply) {
        server().endRequest(reply.request(), reply.status());
        updateReading();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        connection.opened();
        loop().watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Http2HeadersFrame head && current == null) {
            start(head);
        } else if (message instanceof Http2HeadersFrame trailers && current != null) {
            current.request().bodyReader().add(Unpooled.EMPTY_BUFFER, trailers.isEndStream());
        } else if (message instanceof Http2DataFrame data && current != null) {
            current.request().bodyReader().add(data.content(), data.isEndStream());
            updateReading();
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        updateReading();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null && ctx.channel().isWritable()) {
            current.drained();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            // What the client had sent before may still wait to be read; nobody is there for the answer.
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.closed();
        Http2Reply left = current;
        current = null;
        if (left != null) {
            if (!left.isDone()) {
                server().endRequest(left.request(), ServerCore.CLIENT_LEFT);
            }
            left.request().bodyReader().cut();
            left.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // At the end of the pipeline Netty resets the stream, and says why.
            ctx.fireExceptionCaught(cause);
        } else {
            ctx.close();
        }
    }

    @Override
    public boolean look(long now) {
        if (current != null) {
            current.look(now, server().settings().bodyStall().toNanos());
        }
        return context.channel().isActive();
    }

    private void start(Http2HeadersFrame head) {
        HttpRequest read = Http2Head.read(head.headers());
        InboundRequest request = new InboundRequest(this, read, facts(read, head.isEndStream()));
        request.bodyReader().add(Unpooled.EMPTY_BUFFER, head.isEndStream());
        Http2Reply reply = new Http2Reply(this, request);
        current = reply;
        server().beginRequest();
        try {
            RequestRules.check(request, server().settings().maxHeaders());
            server().checkDraining();
        } catch (RefusedException e) {
            server().fail(request, reply.reply(), e);
            return;
        }
        server().handle(request, reply.reply());
    }

    /// Frames tell where a body ends; its length may be announced.
    private static HeadFacts facts(HttpRequest head, boolean isWhole) {
        HeadFacts facts = HeadFacts.of(head);
        return isWhole || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH) ? facts : facts.unannounced();
    }

    /// Reads only what somebody can take; what is not read keeps its place in the window of the stream.
    private void updateReading() {
        boolean wanted = current == null || !current.request().bodyReader().isHeld();
        if (context.channel().config().isAutoRead() != wanted) {
            context.channel().config().setAutoRead(wanted);
        }
    }
}
