package io.sallyport.net;

import io.sallyport.transport.EventLoop;
import io.sallyport.transport.EventLoops;
import io.sallyport.transport.FrameSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The outbound client of the whole process: hands each request to the client of the event loop that asks.
///
/// A request from any other thread goes to the loops in turn, and its answer belongs to that loop.
public final class Outbounds implements Outbound, WebSocketDialer, AutoCloseable {
    private final EventLoops loops;
    private final Map<EventLoop, HttpOutbound> clients;

    public Outbounds(EventLoops loops, OutboundSettings settings) {
        this(loops, settings, AddressRules.ANYWHERE);
    }

    /// @param rules asked for every new connection
    public Outbounds(EventLoops loops, OutboundSettings settings, AddressRules rules) {
        this.loops = loops;
        Map<EventLoop, HttpOutbound> made = new HashMap<>();
        loops.all().forEach(loop -> made.put(loop, new HttpOutbound(loop, settings, rules)));
        this.clients = Map.copyOf(made);
    }

    @Override
    public CompletableFuture<OutboundResponse> send(OutboundRequest request) {
        return on(loops.current()).send(request);
    }

    @Override
    public CompletableFuture<FrameSocket> open(OutboundRequest request) {
        return on(loops.current()).open(request);
    }

    /// The client whose connections live on one loop.
    private HttpOutbound on(EventLoop loop) {
        HttpOutbound client = clients.get(loop);
        if (client == null) {
            throw new IllegalStateException("the event loop is none of this client's");
        }
        return client;
    }

    @Override
    public void close() {
        clients.values().forEach(HttpOutbound::close);
    }
}
