package io.sallyport.testkit;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Endpoint;
import io.sallyport.web.Route;
import io.sallyport.web.Routes;
import io.sallyport.web.TlsSettings;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A listener on a free port with routes of a test's own; refusals are answered with their status and bare
/// code.
public final class TestServer implements AutoCloseable {
    /// Sends back what it was sent.
    public static final Endpoint ECHO = (request, reply) -> {
        var _ = request.body(30_000_000).whenComplete((body, failure) -> {
            if (failure != null) {
                answer(request, reply, failure);
            } else {
                reply.send(body);
            }
        });
    };

    private final EventLoops loops = EventLoops.start(2);
    private final Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
    private final WebServer server;
    private final int port;

    private TestServer(List<Route> routes, UnaryOperator<WebServerSettings> settings, Optional<TlsSettings> tls) {
        this.server = new WebServer(
                loops, settings.apply(WebServerSettings.on("127.0.0.1", 0)), new Routes(routes), TestServer::answer);
        this.port = server.start(tls);
    }

    public static TestServer with(Route... routes) {
        return with(UnaryOperator.identity(), routes);
    }

    public static TestServer with(UnaryOperator<WebServerSettings> settings, Route... routes) {
        return new TestServer(new ArrayList<>(List.of(routes)), settings, Optional.empty());
    }

    /// A listener that speaks TLS only.
    public static TestServer secured(TlsSettings tls, Route... routes) {
        return secured(tls, UnaryOperator.identity(), routes);
    }

    /// A listener that speaks TLS only.
    public static TestServer secured(TlsSettings tls, UnaryOperator<WebServerSettings> settings, Route... routes) {
        return new TestServer(new ArrayList<>(List.of(routes)), settings, Optional.of(tls));
    }

    /// A route anybody may call.
    public static Route route(String method, String path, Endpoint endpoint) {
        return new Route(method, path, Route.Access.OPEN, endpoint);
    }

    public int port() {
        return port;
    }

    public EventLoops loops() {
        return loops;
    }

    public Outbounds outbounds() {
        return outbounds;
    }

    public WebServer server() {
        return server;
    }

    /// The failure writer of this server.
    public static void answer(WebRequest request, WebReply reply, Throwable failure) {
        Throwable cause = failure.getCause() instanceof RefusedException ? failure.getCause() : failure;
        if (!(cause instanceof RefusedException refused)) {
            reply.status(500).send(Bytes.of("internal_error"));
            return;
        }
        Refusal refusal = refused.refusal();
        if (refusal instanceof Refusal.MethodNotAllowed(String allow)) {
            reply.header("allow", allow);
        }
        reply.status(status(refusal)).send(Bytes.of(refusal.code()));
    }

    @Override
    public void close() {
        server.close();
        outbounds.close();
        loops.close();
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case Refusal.BadRequest bad -> 400;
            case Refusal.NotFound missing -> 404;
            case Refusal.MethodNotAllowed method -> 405;
            case Refusal.RequestTimeout late -> 408;
            case Refusal.TooLarge large -> 413;
            case Refusal.ExpectationFailed expectation -> 417;
            case Refusal.Unavailable busy -> 503;
            default -> 500;
        };
    }
}
