package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection that has left HTTP for WebSocket frames, on either side of the gateway.
///
/// No extensions are spoken; a frame that breaks the protocol closes the connection with the code for it.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
public final class FrameConnection extends ChannelInboundHandlerAdapter implements FrameSocket {

    /// Largest payload of one frame: what the audio of a realtime session needs, with room.
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private static final long GOODBYE_SECONDS = 5;

    private final ArrayDeque<WebSocketFrame> held = new ArrayDeque<>(2);

    @SuppressWarnings("NullAway.Init") // set when the handler joins its pipeline, before anything can arrive
    private ChannelHandlerContext context;

    private @Nullable Listener listener;
    private @Nullable Runnable onDrain;
    private @Nullable CloseReason goodbye;
    private boolean paused;
    private boolean broken;
    private boolean flushPending;
    private boolean closeSent;
    private boolean over;

    private FrameConnection() {}

    /// Which side of the handshake we were.
    public enum Side {
        SERVER,
        CLIENT
    }

    /// Puts the frame codec into a pipeline, before a named handler.
    public static FrameConnection install(ChannelPipeline pipeline, String before, Side side) {
        FrameConnection connection = new FrameConnection();
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(side == Side.SERVER)
                .allowExtensions(false)
                .allowMaskMismatch(false)
                .maxFramePayloadLength(MAX_FRAME)
                .build();
        // The encoder comes first, because the decoder itself writes the goodbye to a broken frame.
        pipeline.addBefore(before, "frame-encoder", new WebSocket13FrameEncoder(side == Side.CLIENT));
        pipeline.addBefore(before, "frame-decoder", new WebSocket13FrameDecoder(config));
        pipeline.addBefore(before, "frames", connection);
        return connection;
    }

    @Override
    public void listen(Listener heard) {
        listener = heard;
        deliver();
    }

    @Override
    public void send(Frame frame) {
        if (over || closeSent) {
            return;
        }
        context.write(toNetty(frame), context.voidPromise());
        if (!flushPending) {
            flushPending = true;
            context.channel().eventLoop().execute(this::flush);
        }
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
    public void pause() {
        paused = true;
        context.channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        paused = false;
        deliver();
    }

    @Override
    public void close(CloseReason reason) {
        if (over || closeSent) {
            return;
        }
        closeSent = true;
        var sent = context.writeAndFlush(new CloseWebSocketFrame(reason.codeToSend(), reason.text()));
        if (goodbye != null) {
            sent.addListener(ChannelFutureListener.CLOSE);
        } else {
            context.channel().config().setAutoRead(true);
            context.channel().eventLoop().schedule(() -> context.close(), GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof WebSocketFrame frame && !over) {
            held.add(frame);
            deliver();
        } else {
            // The empty end of the HTTP request that became this connection.
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (onDrain != null && ctx.channel().isWritable()) {
            onDrain.run();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken = goodbye == null;
        paused = false;
        deliver();
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        over = true;
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void flush() {
        flushPending = false;
        context.flush();
    }

    private void deliver() {
        Listener heard = listener;
        while (heard != null && !paused && !over && !held.isEmpty()) {
            take(heard, held.remove());
        }
        if (heard != null && !over && broken && goodbye == null) {
            over = true;
            heard.onClose(CloseReason.BROKEN);
        }
        boolean reads = (heard != null && !paused) || closeSent;
        if (context.channel().config().isAutoRead() != reads) {
            context.channel().config().setAutoRead(reads);
        }
    }

    private void take(Listener heard, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            goodbye = new CloseReason(Math.max(close.statusCode(), 1000), close.reasonText());
            frame.release();
            if (closeSent) {
                context.close();
            }
            over = closeSent;
            heard.onClose(goodbye);
            return;
        }
        Frame ours = new Frame(kind(frame), frame.isFinalFragment(), Buffers.copy(frame.content()));
        frame.release();
        if (goodbye == null) {
            heard.onFrame(ours);
        }
    }

    private static Frame.Kind kind(WebSocketFrame frame) {
        return switch (frame) {
            case TextWebSocketFrame text -> Frame.Kind.TEXT;
            case BinaryWebSocketFrame binary -> Frame.Kind.BINARY;
            case PingWebSocketFrame ping -> Frame.Kind.PING;
            case PongWebSocketFrame pong -> Frame.Kind.PONG;
            default -> Frame.Kind.CONTINUATION;
        };
    }

    private static WebSocketFrame toNetty(Frame frame) {
        ByteBuf bytes = Unpooled.wrappedBuffer(
                frame.bytes().array(), frame.bytes().from(), frame.bytes().length());
        return switch (frame.kind()) {
            case TEXT -> new TextWebSocketFrame(frame.isLast(), 0, bytes);
            case BINARY -> new BinaryWebSocketFrame(frame.isLast(), 0, bytes);
            case CONTINUATION -> new ContinuationWebSocketFrame(frame.isLast(), 0, bytes);
            case PING -> new PingWebSocketFrame(bytes);
            case PONG -> new PongWebSocketFrame(bytes);
        };
    }
}
