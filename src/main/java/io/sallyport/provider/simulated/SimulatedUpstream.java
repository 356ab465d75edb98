package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import io.sallyport.web.WebSockets;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/// The simulated vendor behind a listener of its own: an upstream that needs no key and no network.
///
/// What it answers and how a model's name scripts it stands in docs/guides/simulated.md.
/// Errors: IllegalStateException when the address cannot be bound.
/// Threads: thread-safe.
public final class SimulatedUpstream implements AutoCloseable {
    private static final long BODY_LIMIT = 64L << 20;
    private static final String LOOPBACK = "127.0.0.1";

    private final SimulatedVendor vendor;
    private final WebServer server;
    private final int port;

    private SimulatedUpstream(EventLoops loops, int port, Clock clock) {
        vendor = new SimulatedVendor(clock);
        server = new WebServer(
                loops, WebServerSettings.on(LOOPBACK, port), this::handle, (_, reply, failure) -> fail(reply, failure));
        this.port = server.start();
    }

    /// Listens on a loopback port.
    ///
    /// @param port 0 for any free one
    public static SimulatedUpstream start(EventLoops loops, int port, Clock clock) {
        return new SimulatedUpstream(loops, port, clock);
    }

    /// Models that are offered without being asked for: one per kind of call.
    public static List<String> models() {
        return SimulatedVendor.LISTED;
    }

    public int port() {
        return port;
    }

    /// Where OpenAI's and Anthropic's operations are, `/v1` included.
    public URI baseUrl() {
        return URI.create("http://" + LOOPBACK + ":" + port + "/v1");
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(WebRequest request, WebReply reply) {
        if (WebSockets.isRequested(request) && request.path().endsWith("/realtime")) {
            Realtime.open(request, reply, vendor.ids());
            return;
        }
        var _ = request.body(BODY_LIMIT).whenComplete((body, failure) -> {
            if (failure == null) {
                answer(request, reply, body);
            } else {
                fail(reply, failure);
            }
        });
    }

    private void answer(WebRequest request, WebReply reply, Bytes body) {
        Ask ask = new Ask(request.method(), request.path(), request.headers(), body);
        Answer answer = vendor.answer(ask);
        reply.onLoop(() -> Player.play(answer, reply));
    }

    private static void fail(WebReply reply, Throwable failure) {
        Fault fault = failure instanceof RefusedException
                ? Fault.invalid("The request could not be read.")
                : Fault.ofStatus(500);
        reply.onLoop(() -> Player.play(Answer.Whole.json(fault.status(), fault.openAi()), reply));
    }
}
