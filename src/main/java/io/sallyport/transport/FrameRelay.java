package io.sallyport.transport;

/// Joins two WebSockets: frames both ways with back-pressure, goodbyes passed on with their codes.
///
/// Threads: everything happens on the one event loop both sockets belong to.
public final class FrameRelay {
    private final FrameSocket client;
    private final FrameSocket upstream;
    private final Watcher watcher;
    private boolean ended;

    private FrameRelay(FrameSocket client, FrameSocket upstream, Watcher watcher) {
        this.client = client;
        this.upstream = upstream;
        this.watcher = watcher;
    }

    /// Starts moving frames.
    public static FrameRelay join(FrameSocket client, FrameSocket upstream, Watcher watcher) {
        FrameRelay relay = new FrameRelay(client, upstream, watcher);
        client.listen(relay.new Direction(client, upstream, CloseReason.GOING_AWAY));
        upstream.listen(relay.new Direction(upstream, client, CloseReason.BAD_GATEWAY));
        return relay;
    }

    /// Ends it from here.
    ///
    /// @param reason what the client is told
    public void close(CloseReason reason) {
        client.close(reason);
        upstream.close(CloseReason.GOING_AWAY);
        end(reason);
    }

    /// Sees what passes, for counting; and the end, exactly once.
    public interface Watcher {
        void fromClient(Frame frame);

        void fromUpstream(Frame frame);

        /// @param reason what the side that ended it said
        void onEnd(CloseReason reason);
    }

    private void end(CloseReason reason) {
        if (!ended) {
            ended = true;
            watcher.onEnd(reason);
        }
    }

    /// Frames of one direction.
    private final class Direction implements FrameSocket.Listener {
        private final FrameSocket from;
        private final FrameSocket to;
        private final CloseReason whenBroken;

        Direction(FrameSocket from, FrameSocket to, CloseReason whenBroken) {
            this.from = from;
            this.to = to;
            this.whenBroken = whenBroken;
            to.onDrain(from::resume);
        }

        @Override
        public void onFrame(Frame frame) {
            if (from.equals(client)) {
                watcher.fromClient(frame);
            } else {
                watcher.fromUpstream(frame);
            }
            to.send(frame);
            if (to.isFull()) {
                from.pause();
            }
        }

        @Override
        public void onClose(CloseReason reason) {
            to.close(reason.equals(CloseReason.BROKEN) ? whenBroken : reason);
            end(reason);
        }
    }
}
