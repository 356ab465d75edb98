package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sallyport.lang.Bytes;
import java.util.List;
import java.util.function.Function;

/// A large body on its way out, copied to the socket's own memory only as fast as the peer reads.
///
/// Threads: the event loop of its channel.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
public final class PacedWrite {
    private static final int PIECE = 64 * 1024;

    private final ChannelHandlerContext context;
    private final List<Bytes> parts;
    private final Function<ByteBuf, Object> form;
    private int part;
    private int position;

    /// A body that goes to its socket as it is.
    public PacedWrite(ChannelHandlerContext context, List<Bytes> parts) {
        this(context, parts, piece -> piece);
    }

    /// @param form what a channel is given for a piece
    public PacedWrite(ChannelHandlerContext context, List<Bytes> parts, Function<ByteBuf, Object> form) {
        this.context = context;
        this.parts = parts;
        this.form = form;
    }

    /// Writes until the socket is full or nothing is left.
    ///
    /// @return true when everything was handed to the socket
    public boolean advance() {
        while (part < parts.size() && context.channel().isWritable()) {
            Bytes current = parts.get(part);
            int length = Math.min(PIECE, current.length() - position);
            ByteBuf piece = context.alloc().ioBuffer(length);
            piece.writeBytes(current.array(), current.from() + position, length);
            context.write(form.apply(piece), context.voidPromise());
            position += length;
            if (position == current.length()) {
                part++;
                position = 0;
            }
        }
        context.flush();
        return part == parts.size();
    }
}
