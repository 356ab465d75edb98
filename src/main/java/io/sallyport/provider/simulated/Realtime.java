package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.transport.CloseReason;
import io.sallyport.transport.Frame;
import io.sallyport.transport.Frame.Kind;
import io.sallyport.transport.FrameSocket;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import io.sallyport.web.WebSockets;
import java.util.Optional;

/// A realtime session that greets as OpenAI does and then sends every message back.
///
/// Threads: the event loop of its socket.
final class Realtime implements FrameSocket.Listener {
    private final FrameSocket socket;

    private Realtime(FrameSocket socket) {
        this.socket = socket;
    }

    /// Call on the event loop.
    static void open(WebRequest request, WebReply reply, Ids ids) {
        Optional<String> protocol = WebSockets.protocols(request).stream().findFirst();
        FrameSocket socket = WebSockets.accept(request, reply, protocol);
        socket.onDrain(socket::resume);
        socket.listen(new Realtime(socket));
        Json greeting = Json.object()
                .put("type", "session.created")
                .put("event_id", ids.next("event_"))
                .put(
                        "session",
                        Json.object()
                                .put("id", ids.next("sess_"))
                                .put("object", "realtime.session")
                                .put("model", request.queryParam("model").orElse("sim-realtime")))
                .toJson();
        socket.send(new Frame(Kind.TEXT, true, greeting.bytes()));
    }

    @Override
    public void onFrame(Frame frame) {
        switch (frame.kind()) {
            case TEXT, BINARY, CONTINUATION -> socket.send(frame);
            case PING -> socket.send(new Frame(Kind.PONG, true, frame.bytes()));
            case PONG -> {
                // Nobody was asked.
            }
        }
        if (socket.isFull()) {
            socket.pause();
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        // The socket answers the goodbye itself; nothing is kept here.
    }
}
