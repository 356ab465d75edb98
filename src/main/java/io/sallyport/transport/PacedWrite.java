package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sallyport.lang.Bytes;
import java.util.List;

/// A large body on its way out, copied to the socket's own memory only as fast as the peer reads.
///
/// Threads: the event loop of its channel.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
public final class PacedWrite {
    private static final int PIECE = 64 * 1024;

    private final ChannelHandlerContext context;
    private final List<Bytes> parts;
    private int part;
    private int position;

    public PacedWrite(ChannelHandlerContext context, List<Bytes> parts) {
        this.context = context;
        this.parts = parts;
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
            context.write(piece, context.voidPromise());
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
