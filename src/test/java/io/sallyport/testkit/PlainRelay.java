package io.sallyport.testkit;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Deadline;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundResponse;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.transport.ByteRelay;
import io.sallyport.transport.EventLoops;
import io.sallyport.transport.RelayLimits;
import io.sallyport.transport.RelayStep;
import io.sallyport.web.Endpoint;
import io.sallyport.web.Route;
import io.sallyport.web.Routes;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/// The smallest gateway our transport can be: forwards each POST, decides nothing. For measuring the floor.
public final class PlainRelay {
    private static final int LIMIT = 32 * 1024 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private PlainRelay() {}

    /// @param args port, upstream base address, number of event loops
    public static void main(String[] args) {
        EventLoops loops = EventLoops.start(Integer.parseInt(args[2]));
        Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
        Routes routes = new Routes(List.of(
                new Route("POST", "/v1/whole", Route.Access.OPEN, whole(outbounds, args[1])),
                new Route("POST", "/v1/stream", Route.Access.OPEN, streaming(outbounds, args[1]))));
        new WebServer(
                        loops,
                        WebServerSettings.on("127.0.0.1", Integer.parseInt(args[0])),
                        routes,
                        (request, reply, failure) -> reply.status(500).send(Bytes.of(failure.toString())))
                .start();
    }

    /// Forwards to a fixed base address and collects the answer first.
    public static Endpoint whole(Outbounds outbounds, String base) {
        return (request, reply) -> forward(request, reply, outbounds, base, PlainRelay::whole);
    }

    /// Forwards to a fixed base address and relays the answer as it comes.
    public static Endpoint streaming(Outbounds outbounds, String base) {
        return (request, reply) -> forward(request, reply, outbounds, base, PlainRelay::stream);
    }

    private static void forward(
            WebRequest request,
            WebReply reply,
            Outbounds outbounds,
            String base,
            BiConsumer<OutboundResponse, WebReply> answer) {
        URI url = URI.create(base + request.path());
        var _ = request.body(LIMIT)
                .thenCompose(body -> outbounds.send(new OutboundRequest(
                        "POST",
                        url,
                        List.of(new Header("content-type", "application/json")),
                        List.of(body),
                        IDLE,
                        OutboundRequest.Trust.VERIFY)))
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        reply.status(502).send(Bytes.of(failure.toString()));
                    } else {
                        answer.accept(response, reply);
                    }
                });
    }

    private static void whole(OutboundResponse response, WebReply reply) {
        var _ = response.whole(LIMIT, IDLE).whenComplete((body, failure) -> {
            if (failure != null) {
                reply.status(502).send(Bytes.of(failure.toString()));
            } else {
                reply.status(response.status())
                        .header("content-type", "application/json")
                        .send(body);
            }
        });
    }

    private static void stream(OutboundResponse response, WebReply reply) {
        reply.status(response.status()).header("content-type", "text/event-stream");
        var sink = reply.stream();
        ByteRelay.pump(
                reply.loop(),
                response.body(),
                sink,
                RelayStep.UNCHANGED,
                new RelayLimits(IDLE, IDLE, Deadline.in(Duration.ofMinutes(10))),
                end -> {
                    switch (end.way()) {
                        case COMPLETED -> sink.end();
                        case CLIENT_GONE, UPSTREAM_CUT, IDLE, TOO_LONG, STEP_FAILED -> sink.abort();
                    }
                });
    }
}
