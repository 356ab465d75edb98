package io.sallyport.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.Unpacking.Coding;
import io.sallyport.transport.Buffers;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.HeadLines;
import io.sallyport.transport.PacedWrite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One kept connection to an upstream; carries one exchange at a time.
///
/// What a burst of bytes brings is handed on once, at its end; and only then is the connection free again, so
/// that bytes behind an answer are seen and never become part of the next one.
///
/// Threads: one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements EventLoop.Watch {

    /// Bodies up to this size travel in the same write as the head.
    private static final int INLINE_BODY = 64 * 1024;

    private final Channel channel;
    private final EventLoop loop;
    private final ResponseDecoder decoder;
    private final ConnectionPool pool;
    private final long idleNanos;

    private @Nullable Exchange exchange;
    private @Nullable PacedWrite body;
    private boolean used;
    private boolean keepAlive;
    private boolean interim;
    private boolean whole;
    private boolean reading;
    /// When it was first seen free, as [System#nanoTime()]; 0 before.
    private long freeSince;

    UpstreamConnection(Channel channel, EventLoop loop, ResponseDecoder decoder, ConnectionPool pool, long idleNanos) {
        this.channel = channel;
        this.loop = loop;
        this.decoder = decoder;
        this.pool = pool;
        this.idleNanos = idleNanos;
    }

    void send(Exchange next) {
        exchange = next;
        keepAlive = false;
        whole = false;
        decoder.expect(next.request().method());
        OutboundRequest request = next.request();
        long length = request.length();
        boolean inline = length <= INLINE_BODY;
        HeadLines head = loop.head();
        try {
            RequestHead.write(head, request, pool.authority());
        } catch (IllegalArgumentException e) {
            exchange = null;
            release();
            next.fail(e);
            return;
        }
        ByteBuf out = head.toBuffer(channel.alloc(), inline ? (int) length : 0);
        next.attach(this);
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (inline) {
            for (Bytes part : request.body()) {
                Buffers.write(out, part);
            }
            context.write(out, context.voidPromise());
            loop.flushSoon(context);
        } else {
            context.write(out, context.voidPromise());
            body = new PacedWrite(context, request.body());
            writeBody(body);
        }
    }

    /// Back to the pool, unused.
    void release() {
        freeSince = 0;
        setReading(true);
        pool.give(this);
    }

    void close() {
        channel.close();
    }

    /// Closes so that the upstream notices at once.
    void reset() {
        exchange = null;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    void setReading(boolean on) {
        if (channel.config().isAutoRead() != on) {
            channel.config().setAutoRead(on);
        }
    }

    /// True while a burst of bytes is being taken apart.
    boolean isReading() {
        return reading;
    }

    @Override
    public boolean look(long now) {
        if (!channel.isActive()) {
            return false;
        }
        if (exchange != null) {
            exchange.look(now);
        } else if (freeSince == 0) {
            freeSince = now;
        } else if (now - freeSince > idleNanos) {
            close();
        }
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        Exchange current = exchange;
        if (current == null || whole) {
            // Nobody asked for this: the upstream's framing cannot be trusted any more.
            ReferenceCountUtil.release(message);
            keepAlive = false;
            close();
        } else if (((HttpObject) message).decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail(failure(((HttpObject) message).decoderResult().cause()));
        } else if (message instanceof HttpResponse head) {
            onHead(current, head);
        } else if (message instanceof HttpContent content) {
            onContent(current, content);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        if (whole) {
            exchange = null;
            if (keepAlive && body == null && !decoder.hasRest()) {
                used = true;
                release();
            } else {
                close();
            }
            current.onWhole();
        } else {
            current.onBurst();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (body != null && ctx.channel().isWritable()) {
            writeBody(body);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.closed(this);
        Exchange current = exchange;
        if (current != null) {
            exchange = null;
            current.fail(
                    used && !decoder.sawBytes()
                            ? OutboundFailure.stale()
                            : new OutboundFailure(Kind.CLOSED, "the backend closed the connection"));
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void onHead(Exchange current, HttpResponse head) {
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (interim) {
            if (head.status().code() == 101) {
                fail(new OutboundFailure(Kind.BAD_RESPONSE, "the backend switched protocols unasked"));
            }
            return;
        }
        if (!isFramed(head)) {
            fail(new OutboundFailure(Kind.BAD_RESPONSE, "the backend's answer has an unknown transfer coding"));
            return;
        }
        Coding coding = Coding.of(head);
        if (coding == Coding.UNKNOWN) {
            fail(new OutboundFailure(Kind.BAD_RESPONSE, "the backend's answer has an unknown content coding"));
            return;
        }
        keepAlive = HttpUtil.isKeepAlive(head);
        current.onHead(head, coding);
    }

    /// Netty reads an answer with a coding it does not know until the connection closes, which may be never.
    private static boolean isFramed(HttpResponse head) {
        List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty() || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
    }

    private void onContent(Exchange current, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (interim) {
            interim = !last;
            content.release();
            return;
        }
        whole = last;
        current.onPiece(content.content());
    }

    private void fail(OutboundFailure failure) {
        Exchange current = exchange;
        exchange = null;
        close();
        if (current != null) {
            current.fail(failure);
        }
    }

    private void writeBody(PacedWrite write) {
        if (write.advance()) {
            body = null;
        }
    }

    private static OutboundFailure failure(Throwable cause) {
        return switch (cause) {
            case TooLongHttpHeaderException large ->
                new OutboundFailure(Kind.TOO_LARGE, "the backend's answer head is too large");
            case PrematureChannelClosureException cut ->
                new OutboundFailure(Kind.CLOSED, "the backend closed the connection within the answer's head");
            default -> new OutboundFailure(Kind.BAD_RESPONSE, "the backend's answer is not valid HTTP");
        };
    }
}
