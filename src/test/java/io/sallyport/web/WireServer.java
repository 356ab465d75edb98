package io.sallyport.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Heard.Asked;
import io.sallyport.web.Heard.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Our own connection and decoder without a socket: bytes in, what was understood out.
final class WireServer implements AutoCloseable {
    private static final long LIMIT = 1_000_000;

    private final EventLoops loops = EventLoops.start(1);

    /// Feeds pieces of each size to a connection of its own.
    List<Heard> read(byte[] wire, List<Integer> pieceSizes) {
        CompletableFuture<List<Heard>> heard = new CompletableFuture<>();
        EventLoop loop = loops.all().getFirst();
        loop.run(() -> {
            try {
                heard.complete(pieceSizes.stream()
                        .map(size -> readHere(loop, wire, size))
                        .toList());
            } catch (Throwable e) {
                heard.completeExceptionally(e);
            }
        });
        return heard.join();
    }

    private static Heard readHere(EventLoop loop, byte[] wire, int pieceSize) {
        List<Asked> asked = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        ServerCore core = new ServerCore(
                WebServerSettings.on("127.0.0.1", 0),
                TrustedProxies.NONE,
                (request, reply) -> serve(request, reply, asked),
                TestServer::answer,
                (method, route, status, micros) -> statuses.add(status));
        RequestDecoder decoder = new RequestDecoder(core.settings());
        EmbeddedChannel channel = new EmbeddedChannel(decoder, new ServerConnection(core, loop, decoder));
        for (int from = 0; from < wire.length && channel.isOpen(); from += pieceSize) {
            int to = Math.min(wire.length, from + pieceSize);
            channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(wire, from, to - from));
            channel.pipeline().fireChannelReadComplete();
        }
        channel.runPendingTasks();
        channel.checkException();
        boolean isRefused = statuses.stream().anyMatch(status -> status >= 400);
        boolean isClosing = !statuses.isEmpty() && answers(channel).contains("connection: close");
        channel.finishAndReleaseAll();
        return new Heard(List.copyOf(asked), isRefused ? End.REFUSED : isClosing ? End.CLOSED : End.OPEN);
    }

    private static void serve(WebRequest request, WebReply reply, List<Asked> asked) {
        var _ = request.body(LIMIT).whenComplete((body, failure) -> {
            if (body == null) {
                TestServer.answer(request, reply, failure);
                return;
            }
            String target = request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
            asked.add(new Asked(request.method(), target, new String(body.toArray(), StandardCharsets.ISO_8859_1)));
            reply.send(Bytes.EMPTY);
        });
    }

    private static String answers(EmbeddedChannel channel) {
        StringBuilder text = new StringBuilder();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out instanceof io.netty.buffer.ByteBuf bytes) {
                text.append(bytes.toString(StandardCharsets.ISO_8859_1));
                bytes.release();
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        loops.close();
    }
}
