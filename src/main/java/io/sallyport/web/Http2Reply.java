package io.sallyport.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.lang.Bytes;
import io.sallyport.transport.Buffers;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.FrameSocket;
import io.sallyport.transport.PacedWrite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one reply to its stream of HTTP/2: whole, or as a stream whose head travels with its first bytes.
///
/// Threads: one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the stream, and that is heard
final class Http2Reply implements ReplyForm, ByteSink {

    /// What one burst may gather before it becomes a frame, and the largest body that is one.
    private static final int MOST_PENDING = 64 * 1024;

    private final Http2Stream stream;
    private final ChannelHandlerContext context;
    private final InboundRequest request;
    private final InboundReply reply;

    private @Nullable PacedWrite paced;
    /// What this burst has written, on its way to one frame.
    private @Nullable ByteBuf pending;
    private @Nullable Runnable onDrain;
    private @Nullable Runnable onGone;
    private boolean headPending;
    private boolean flushPending;
    private boolean done;
    private boolean gone;
    private long lastMove = System.nanoTime();
    private long lastRoom;

    Http2Reply(Http2Stream stream, InboundRequest request) {
        this.stream = stream;
        this.context = stream.context();
        this.request = request;
        this.reply = new InboundReply(stream.loop(), this);
    }

    InboundRequest request() {
        return request;
    }

    InboundReply reply() {
        return reply;
    }

    int status() {
        return reply.head().status();
    }

    /// True when the whole reply was handed to the connection.
    boolean isDone() {
        return done;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void sendWhole(Bytes body) {
        if (gone || done) {
            return;
        }
        Http2Headers head = head();
        if (!reply.head().isBodiless()) {
            head.addInt("content-length", body.length());
        }
        boolean withBody = hasBody() && !body.isEmpty();
        ChannelPromise last = context.newPromise();
        context.write(new DefaultHttp2HeadersFrame(head, !withBody), withBody ? context.newPromise() : last);
        if (!withBody) {
            finish(last);
        } else if (body.length() <= MOST_PENDING) {
            ByteBuf out = context.alloc().ioBuffer(body.length());
            Buffers.write(out, body);
            context.write(new DefaultHttp2DataFrame(out, true), last);
            finish(last);
        } else {
            paced = new PacedWrite(context, List.of(body), DefaultHttp2DataFrame::new);
            drained();
        }
    }

    @Override
    public ByteSink startStream() {
        headPending = true;
        flushSoon();
        return this;
    }

    @Override
    public FrameSocket upgrade() {
        throw new IllegalStateException("a stream of HTTP/2 cannot become a WebSocket");
    }

    @Override
    public void write(Bytes bytes) {
        if (gone || done || bytes.isEmpty()) {
            return;
        }
        if (hasBody()) {
            ByteBuf out = pending == null ? context.alloc().ioBuffer(bytes.length()) : pending;
            pending = out;
            Buffers.write(out, bytes);
            if (out.readableBytes() >= MOST_PENDING) {
                handOn();
            }
        }
        flushSoon();
    }

    @Override
    public boolean isFull() {
        return !context.channel().isWritable();
    }

    @Override
    public void onDrain(Runnable action) {
        onDrain = action;
    }

    @Override
    public void onGone(Runnable action) {
        if (gone) {
            action.run();
        } else {
            onGone = action;
        }
    }

    @Override
    public void end() {
        if (gone || done) {
            return;
        }
        writePendingHead();
        ChannelPromise last = context.newPromise();
        ByteBuf out = pending;
        pending = null;
        context.write(out == null ? new DefaultHttp2DataFrame(true) : new DefaultHttp2DataFrame(out, true), last);
        finish(last);
    }

    @Override
    public void abort() {
        if (!gone) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
            context.close();
        }
    }

    /// The stream has room again.
    void drained() {
        if (paced != null) {
            if (paced.advance()) {
                paced = null;
                ChannelPromise last = context.newPromise();
                context.write(new DefaultHttp2DataFrame(true), last);
                finish(last);
            }
        } else if (onDrain != null && !done) {
            onDrain.run();
        }
    }

    /// The client left, or the stream is over.
    void gone() {
        gone = true;
        if (pending != null) {
            pending.release();
            pending = null;
        }
        if (done) {
            return;
        }
        reply.gone();
        if (onGone != null) {
            onGone.run();
        }
    }

    /// Breaks a stream whose client takes nothing of a reply that waits for it, or sends nothing of a body.
    void look(long now, long stallNanos) {
        request.bodyReader().look(now, stallNanos);
        long room =
                context.channel().bytesBeforeUnwritable() - context.channel().bytesBeforeWritable();
        if (room != lastRoom || (paced == null && !done)) {
            lastRoom = room;
            lastMove = now;
        } else if (now - lastMove > stallNanos) {
            abort();
        }
    }

    /// @param last completes when the end of the reply was sent
    private void finish(ChannelPromise last) {
        done = true;
        lastMove = System.nanoTime();
        onDrain = null;
        onGone = null;
        BodyReader body = request.bodyReader();
        if (!body.isWhole()) {
            boolean restIsShort = body.isDroppable() && !body.isRefused() && !request.isExpectingContinue();
            body.drop();
            if (!restIsShort) {
                last.addListener(sent -> stopUpload());
            }
        }
        context.flush();
        stream.replyDone(this);
    }

    /// Tells the client that the rest of its body is not needed. Source: RFC 9113, 8.1.
    private void stopUpload() {
        if (!gone) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
    }

    private boolean hasBody() {
        return !"HEAD".equals(request.method()) && !reply.head().isBodiless();
    }

    private void flushSoon() {
        if (!flushPending) {
            flushPending = true;
            context.channel().eventLoop().execute(this::flushNow);
        }
    }

    private void flushNow() {
        flushPending = false;
        if (gone || done) {
            return;
        }
        handOn();
        context.flush();
    }

    private void handOn() {
        writePendingHead();
        ByteBuf out = pending;
        pending = null;
        if (out != null) {
            context.write(new DefaultHttp2DataFrame(out));
        }
    }

    private void writePendingHead() {
        if (headPending) {
            headPending = false;
            context.write(new DefaultHttp2HeadersFrame(head()));
        }
    }

    private Http2Headers head() {
        return reply.head().toHttp2(stream.server().date());
    }
}
