package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Route.Access;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB18")
final class AnswerObserverTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void hearsOfTheRouteAndNotOfThePath() throws Exception {
        Routes routes = new Routes(List.of(new Route("GET", "/things/{id}", Access.OPEN, (request, reply) -> {
            reply.status(201);
            reply.send(Bytes.of("made"));
        })));

        try (EventLoops loops = EventLoops.start(1);
                WebServer server = new WebServer(
                        loops,
                        WebServerSettings.on("127.0.0.1", 0),
                        TrustedProxies.NONE,
                        routes,
                        (request, reply, failure) -> {
                            reply.status(404);
                            reply.send(Bytes.EMPTY);
                        },
                        (method, route, status, micros) ->
                                heard.add(method + " " + route + " " + status + " " + (micros > 0)))) {
            int port = server.start();
            get(port, "/things/7");
            get(port, "/secret/path");

            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("GET /things/{id} 201 true");
            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("GET  404 true");
        }
    }

    private static void get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
