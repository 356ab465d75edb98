package io.sallyport.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.lang.Bytes;
import io.sallyport.transport.Buffers;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.FrameSocket;
import io.sallyport.transport.HeadLines;
import io.sallyport.transport.HeaderName;
import io.sallyport.transport.PacedWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one reply to its connection in HTTP/1.1: whole in one write, or as a stream whose head travels with
/// its first bytes.
///
/// Threads: one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class ReplyWriter implements ReplyForm, ByteSink {

    /// Bodies up to this size travel in the same write as the head.
    private static final int INLINE_BODY = 64 * 1024;

    private static final int CHUNK_FRAME = 24;

    private static final HeaderName CONTENT_LENGTH = HeaderName.of("content-length");
    private static final HeaderName TRANSFER_ENCODING = HeaderName.of("transfer-encoding");
    private static final HeaderName CONNECTION = HeaderName.of("connection");

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// What one burst may gather before it goes to the socket.
    private static final int MOST_PENDING = 64 * 1024;

    /// An event that says nothing; a client that has left answers it with a reset.
    private static final Bytes COMMENT = Bytes.of(":\n\n");

    private final ServerConnection connection;
    private final ChannelHandlerContext context;
    private final InboundRequest request;
    private final InboundReply reply;
    private final boolean isOldVersion;

    private @Nullable PacedWrite paced;
    /// What this burst has written, on its way to one write.
    private @Nullable ByteBuf pending;
    private @Nullable Runnable onDrain;
    private @Nullable Runnable onGone;
    private boolean closing;
    private boolean streaming;
    private boolean probing;
    private boolean headPending;
    private boolean flushPending;
    private boolean done;
    private boolean gone;
    private long lastWrite;

    ReplyWriter(ServerConnection connection, InboundRequest request, boolean keepAlive) {
        this.connection = connection;
        this.context = connection.context();
        this.request = request;
        this.reply = new InboundReply(connection.loop(), this);
        this.closing = !keepAlive;
        this.isOldVersion = request.head().protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    InboundRequest request() {
        return request;
    }

    int status() {
        return reply.head().status();
    }

    InboundReply reply() {
        return reply;
    }

    /// True when the whole reply was handed to the socket.
    boolean isDone() {
        return done;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    boolean isClosing() {
        return closing;
    }

    void closeAfter() {
        closing = true;
    }

    @Override
    public void sendWhole(Bytes body) {
        if (gone || done) {
            return;
        }
        decideClosing();
        ReplyHead head = reply.head();
        boolean withBody = !head.isBodiless() && !isHead();
        boolean inline = withBody && body.length() <= INLINE_BODY;
        HeadLines lines = writeHead();
        if (!head.isBodiless()) {
            lines.name(CONTENT_LENGTH).decimal(body.length());
        }
        lines.end();
        ByteBuf out = lines.toBuffer(context.alloc(), inline ? body.length() : 0);
        if (inline) {
            Buffers.write(out, body);
        }
        context.write(out, context.voidPromise());
        if (withBody && !inline) {
            paced = new PacedWrite(context, List.of(body));
            drained();
        } else {
            finish();
        }
    }

    @Override
    public ByteSink startStream() {
        streaming = true;
        headPending = true;
        decideClosing();
        if (isOldVersion) {
            closing = true;
        }
        flushSoon();
        return this;
    }

    @Override
    public FrameSocket upgrade() {
        done = true;
        HeadLines lines = connection.loop().head();
        reply.head().writeUpgrade(lines);
        context.writeAndFlush(lines.toBuffer(context.alloc(), 0), context.voidPromise());
        return connection.leaveHttp();
    }

    @Override
    public void write(Bytes bytes) {
        if (gone || done || bytes.isEmpty()) {
            return;
        }
        ByteBuf out = gather(bytes.length() + CHUNK_FRAME);
        if (!isHead() && !reply.head().isBodiless()) {
            writeChunk(out, bytes);
        }
        if (out.readableBytes() >= MOST_PENDING) {
            handOn();
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
        ByteBuf out = gather(CHUNK_FRAME);
        if (!isHead() && !isOldVersion && !reply.head().isBodiless()) {
            out.writeBytes(LAST_CHUNK);
        }
        handOn();
        finish();
    }

    @Override
    public void abort() {
        if (!gone && !done) {
            connection.abort();
        }
    }

    /// The socket has room again.
    void drained() {
        lastWrite = System.nanoTime();
        if (paced != null) {
            if (paced.advance()) {
                paced = null;
                finish();
            }
        } else if (onDrain != null && !done) {
            onDrain.run();
        }
    }

    /// True while events flow.
    boolean isEventStream() {
        return streaming && !done && reply.head().isEventStream();
    }

    /// Finds out whether a client that sends nothing more still listens: the kernel tells only when we write.
    void watchForLeaving() {
        closing = true;
        probing = true;
        write(COMMENT);
    }

    /// The client left.
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

    void look(long now, long stallNanos) {
        request.bodyReader().look(now, stallNanos);
        boolean waitsForRest = done && !request.bodyReader().isWhole();
        if ((paced != null || waitsForRest) && now - lastWrite > stallNanos) {
            connection.abort();
        } else if (probing && !isFull()) {
            write(COMMENT);
        }
    }

    private void finish() {
        done = true;
        onDrain = null;
        onGone = null;
        if (!request.bodyReader().isWhole()) {
            lastWrite = System.nanoTime();
            request.bodyReader().drop();
        }
        connection.flush();
        connection.replyDone(this);
    }

    /// A connection whose request was not read to its end can only be kept when the rest is short and on its
    /// way.
    private void decideClosing() {
        BodyReader body = request.bodyReader();
        boolean restIsShort =
                body.isWhole() || (body.isDroppable() && !body.isRefused() && !request.isExpectingContinue());
        closing = closing || !restIsShort || !connection.server().keepsConnections();
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
        if (headPending) {
            gather(0);
        }
        handOn();
        context.flush();
    }

    /// The buffer of this burst, with the head in it if that is still to be sent, and room for more.
    private ByteBuf gather(int more) {
        ByteBuf out = pending;
        if (out == null) {
            out = headPending ? begin(more + CHUNK_FRAME) : context.alloc().ioBuffer(more + CHUNK_FRAME);
            pending = out;
        }
        return out;
    }

    private void handOn() {
        ByteBuf out = pending;
        pending = null;
        if (out != null) {
            context.write(out, context.voidPromise());
        }
    }

    /// A buffer with the head of a stream in it, and room for more.
    private ByteBuf begin(int more) {
        headPending = false;
        HeadLines lines = writeHead();
        if (!isOldVersion && !reply.head().isBodiless()) {
            lines.line(TRANSFER_ENCODING, "chunked");
        }
        lines.end();
        return lines.toBuffer(context.alloc(), more);
    }

    /// The head but for how the body is framed.
    private HeadLines writeHead() {
        HeadLines lines = connection.loop().head();
        reply.head().write(lines, connection.server().date());
        if (closing) {
            lines.line(CONNECTION, "close");
        } else if (isOldVersion) {
            lines.line(CONNECTION, "keep-alive");
        }
        return lines;
    }

    private void writeChunk(ByteBuf out, Bytes bytes) {
        if (isOldVersion) {
            Buffers.write(out, bytes);
            return;
        }
        Buffers.hexadecimal(out, bytes.length());
        out.writeShort('\r' << 8 | '\n');
        Buffers.write(out, bytes);
        out.writeShort('\r' << 8 | '\n');
    }

    private boolean isHead() {
        return "HEAD".equals(request.method());
    }
}
