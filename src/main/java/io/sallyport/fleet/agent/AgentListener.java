package io.sallyport.fleet.agent;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.Routes;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.util.List;
import java.util.function.Supplier;

/// The agent's own small listener, on this machine only: whether it lives, what it found, what it says of
/// itself.
///
/// Source: requirement RO26.
public final class AgentListener implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int INTERNAL = 500;

    private final WebServer server;
    private final int port;

    private AgentListener(EventLoops loops, NodeAgent agent, int port) {
        this.server = new WebServer(
                loops,
                WebServerSettings.on("127.0.0.1", port),
                new Routes(List.of(
                        route("/health", () -> Json.object().put("status", "ok").toJson()),
                        route("/v1/node/inventory", agent::inventory),
                        route("/v1/node/registration", agent::registration))),
                (_, reply, failure) -> fail(reply, failure));
        this.port = server.start();
    }

    /// @param port 0 for any free one
    public static AgentListener start(EventLoops loops, NodeAgent agent, int port) {
        return new AgentListener(loops, agent, port);
    }

    public int port() {
        return port;
    }

    private static Route route(String path, Supplier<Json> answer) {
        return new Route(
                "GET",
                path,
                Access.OPEN,
                (_, reply) -> Thread.ofVirtual().name("agent").start(() -> {
                    Bytes body = answer.get().bytes();
                    reply.onLoop(() -> send(reply, OK, body));
                }));
    }

    private static void fail(WebReply reply, Throwable failure) {
        int status = failure instanceof RefusedException ? NOT_FOUND : INTERNAL;
        send(reply, status, Json.object().put("status", "error").toJson().bytes());
    }

    private static void send(WebReply reply, int status, Bytes body) {
        reply.status(status).header("content-type", "application/json").send(body);
    }

    @Override
    public void close() {
        server.close();
    }
}
