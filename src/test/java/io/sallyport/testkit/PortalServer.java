package io.sallyport.testkit;

import io.sallyport.api.ApiErrors;
import io.sallyport.api.Dialects;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.lang.Bytes;
import io.sallyport.portal.Portal;
import io.sallyport.portal.PortalSettings;
import io.sallyport.portal.Visitor;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.Routes;
import io.sallyport.web.WebRequest;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The pages on a free port without a gateway behind them; the cookie `as` says who the visitor is.
public final class PortalServer implements AutoCloseable {
    private final EventLoops loops = EventLoops.start(1);
    private final Portal portal;
    private final WebServer server;
    private final URI url;

    private PortalServer(PortalSettings settings, List<Route> json) {
        this.portal = new Portal(settings, Clock.systemUTC());
        ApiErrors errors = new ApiErrors(
                Clock.systemUTC(),
                new Dialects(new OpenAiClientDialect(), new AnthropicClientDialect(), new GeminiClientDialect()),
                portal);
        List<Route> routes = new ArrayList<>(portal.routes(PortalServer::visitor, errors::write));
        routes.addAll(json);
        this.server = new WebServer(loops, WebServerSettings.on("127.0.0.1", 0), new Routes(routes), errors::write);
        this.url = URI.create("http://127.0.0.1:" + server.start());
    }

    /// @param json what the pages ask for, see [#json(String, String)]
    public static PortalServer with(PortalSettings settings, Route... json) {
        return new PortalServer(settings, List.of(json));
    }

    /// A route that always answers the same.
    public static Route json(String path, String body) {
        return new Route(
                "GET",
                path,
                Access.OPEN,
                (_, reply) -> reply.status(200)
                        .header("content-type", "application/json")
                        .send(Bytes.of(body)));
    }

    /// A route that fails with a bug.
    public static Route failing(String path) {
        return new Route("GET", path, Access.OPEN, (_, _) -> {
            throw new IllegalStateException("a secret of the inside");
        });
    }

    public URI url() {
        return url;
    }

    /// Reports of browsers against the policy.
    public long reports() {
        return portal.reports().count();
    }

    private static Visitor visitor(WebRequest request) {
        return switch (request.header("cookie").orElse("")) {
            case "as=person" -> Visitor.person("u-ada", "Ada Lovelace");
            case "as=operator" -> Visitor.operator("u-grace", "Grace Hopper");
            default -> Visitor.NOBODY;
        };
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
