package io.sallyport.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.FrameConnection;
import io.sallyport.transport.FrameSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client connection that speaks HTTP/1.1: takes requests one after the other, also when they were sent all
/// at once, and answers
/// in order.
///
/// Threads: one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class ServerConnection extends ChannelInboundHandlerAdapter implements RequestSource, EventLoop.Watch {

    /// How long a connection that is being closed still swallows what the client sends, so that the client can
    /// read our answer before its own bytes bounce.
    private static final Duration LINGER = Duration.ofSeconds(2);

    /// How long a kept connection must have been silent to be closed while the server drains: on one that was
    /// just opened or used, the next request may be on its way, and gets an answer.
    private static final Duration SILENT = Duration.ofSeconds(2);

    private static final int SWITCHED = 101;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerCore server;
    private final EventLoop loop;
    private final RequestDecoder decoder;
    /// Messages of requests that wait for the one before them.
    private final ArrayDeque<HttpObject> backlog = new ArrayDeque<>(0);

    /// Set when the handler joins its pipeline, before anything can arrive.
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext context;

    private @Nullable Peer peer;
    private @Nullable ReplyWriter current;
    private boolean advancing;
    private boolean inRead;
    private boolean flushWanted;
    private boolean closing;
    private boolean leftHttp;
    private long closeAt;
    /// When it was first seen silent, as [System#nanoTime()]; 0 before.
    private long idleSince;

    ServerConnection(ServerCore server, EventLoop loop, RequestDecoder decoder) {
        this.server = server;
        this.loop = loop;
        this.decoder = decoder;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    ChannelHandlerContext context() {
        return context;
    }

    ServerCore server() {
        return server;
    }

    @Override
    public String client(InboundRequest request) {
        Peer known = peer;
        if (known == null) {
            known = Peer.of(context.channel());
            peer = known;
        }
        return server.client(known, request);
    }

    /// Sends what was written: at the end of the burst being read, or of the loop's turn when none is.
    void flush() {
        if (inRead) {
            flushWanted = true;
        } else {
            loop.flushSoon(context);
        }
    }

    @Override
    public LargeBodies largeBodies() {
        return server.largeBodies();
    }

    @Override
    public void bodyAsked(InboundRequest request) {
        if (current == null || current.request() != request) {
            return;
        }
        BodyReader body = request.bodyReader();
        if (request.isExpectingContinue() && !body.isWhole() && !body.isRefused()) {
            context.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), context.voidPromise());
        }
        updateReading();
    }

    /// The reply of the current request was handed to the socket.
    void replyDone(ReplyWriter reply) {
        server.endRequest(reply.request(), reply.status());
        if (reply.isClosing()) {
            closeGently();
        } else {
            completeIfDone(reply);
        }
    }

    /// Hands the connection over to WebSocket frames, what was already read included.
    FrameSocket leaveHttp() {
        InboundRequest upgraded =
                Objects.requireNonNull(current, "only a request can leave HTTP").request();
        leftHttp = true;
        current = null;
        backlog.forEach(ReferenceCountUtil::release);
        backlog.clear();
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        ChannelPipeline pipeline = context.pipeline();
        FrameConnection frames = FrameConnection.install(pipeline, context.name(), FrameConnection.Side.SERVER);
        context.channel().closeFuture().addListener(closed -> server.endRequest(upgraded, SWITCHED));
        pipeline.remove(this);
        pipeline.remove(decoder);
        return frames;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        inRead = true;
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        HttpObject object = (HttpObject) message;
        if (backlog.isEmpty() && isNext(object)) {
            take(object);
        } else {
            backlog.add(object);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inRead = false;
        if (flushWanted) {
            flushWanted = false;
            ctx.flush();
        }
        updateReading();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null && ctx.channel().isWritable()) {
            current.drained();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        ReplyWriter left = current;
        current = null;
        backlog.forEach(ReferenceCountUtil::release);
        backlog.clear();
        if (left != null) {
            if (!left.isDone()) {
                server.endRequest(left.request(), ServerCore.CLIENT_LEFT);
            }
            left.request().bodyReader().cut();
            left.gone();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public boolean look(long now) {
        if (leftHttp || !context.channel().isActive()) {
            return false;
        }
        WebServerSettings settings = server.settings();
        if (server.isClosed()) {
            context.close();
        } else if (closing) {
            if (closeAt - now <= 0) {
                context.close();
            }
        } else if (current != null) {
            current.look(now, settings.bodyStall().toNanos());
        } else if (decoder.isInHead()) {
            if (decoder.headNanos(now) > settings.headTimeout().toNanos()) {
                refuseLateHead();
            }
        } else if (idleSince == 0) {
            idleSince = now;
        } else if (now - idleSince > longestSilence().toNanos()) {
            context.close();
        }
        return true;
    }

    private Duration longestSilence() {
        return server.isDraining() ? SILENT : server.settings().idleTimeout();
    }

    /// Breaks the connection, so that the client cannot take what it got for a whole answer.
    void abort() {
        closing = true;
        closeAt = System.nanoTime();
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
    }

    /// The client closed its sending side: it may have left, or it may still listen to an event stream (D25).
    private void inputEnded() {
        if (current != null && current.isEventStream()) {
            current.watchForLeaving();
        } else {
            context.flush();
            context.close();
        }
    }

    /// True when a message belongs to the request being served, or starts one and none is being served.
    private boolean isNext(HttpObject message) {
        return current == null
                || (!(message instanceof HttpRequest)
                        && !current.request().bodyReader().isWhole());
    }

    private void take(HttpObject message) {
        if (message instanceof HttpRequest head) {
            start(head);
        } else if (message instanceof HttpContent content && current != null) {
            addContent(current, content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void start(HttpRequest head) {
        decoder.headDone();
        InboundRequest request = new InboundRequest(this, head, HeadFacts.of(head));
        ReplyWriter reply = new ReplyWriter(this, request, request.facts().isKept());
        current = reply;
        server.beginRequest();
        try {
            RequestRules.check(request, server.settings().maxHeaders());
            server.checkDraining();
        } catch (RefusedException e) {
            reply.closeAfter();
            server.fail(request, reply.reply(), e);
            return;
        } finally {
            if (head instanceof LastHttpContent whole) {
                // Netty hands a head it could not read on as a whole message.
                whole.release();
                request.bodyReader().add(Unpooled.EMPTY_BUFFER, true);
            }
        }
        server.handle(request, reply.reply());
    }

    private void addContent(ReplyWriter reply, HttpContent content) {
        BodyReader body = reply.request().bodyReader();
        boolean isBroken = content.decoderResult().isFailure()
                || (content instanceof LastHttpContent last && HeadFacts.hasControls(last.trailingHeaders()));
        if (isBroken) {
            content.release();
            reply.closeAfter();
            body.malformed();
            return;
        }
        body.add(content.content(), content instanceof LastHttpContent);
        if (body.isWhole()) {
            completeIfDone(reply);
        }
    }

    private void completeIfDone(ReplyWriter reply) {
        if (reply == current && reply.isDone() && reply.request().bodyReader().isWhole()) {
            current = null;
            idleSince = 0;
            decoder.headDone();
            advance();
        }
    }

    /// Serves what waits, without recursion however many requests were sent at once.
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        HttpObject next = backlog.peek();
        while (next != null && !closing && isNext(next)) {
            take(backlog.remove());
            next = backlog.peek();
        }
        advancing = false;
        updateReading();
    }

    /// Reads only what somebody can take; reading goes on during a call, because that is how a client that
    /// leaves is noticed.
    private void updateReading() {
        boolean wanted = closing
                || (backlog.isEmpty()
                        && (current == null || !current.request().bodyReader().isHeld()));
        if (context.channel().config().isAutoRead() != wanted) {
            context.channel().config().setAutoRead(wanted);
        }
    }

    private void refuseLateHead() {
        decoder.headDone();
        DefaultHttpRequest nothing = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        InboundRequest request = new InboundRequest(this, nothing, HeadFacts.of(nothing));
        ReplyWriter reply = new ReplyWriter(this, request, false);
        current = reply;
        server.beginRequest();
        server.fail(request, reply.reply(), new Refusal.RequestTimeout().asException());
    }

    private void closeGently() {
        closing = true;
        closeAt = System.nanoTime() + LINGER.toNanos();
        backlog.forEach(ReferenceCountUtil::release);
        backlog.clear();
        goodbye().addListener(written -> {
            if (context.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
                if (duplex.isInputShutdown()) {
                    duplex.close();
                } else {
                    duplex.shutdownOutput();
                }
            }
        });
        updateReading();
    }

    /// Sends what is still to be sent; under TLS with the word that nothing follows, so that no client takes
    /// the end for a cut.
    private ChannelFuture goodbye() {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            return context.writeAndFlush(Unpooled.EMPTY_BUFFER);
        }
        context.flush();
        return tls.closeOutbound();
    }
}
