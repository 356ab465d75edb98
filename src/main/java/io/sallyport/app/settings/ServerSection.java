package io.sallyport.app.settings;

import io.sallyport.api.CorsSettings;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.pipeline.PipelineSettings;
import io.sallyport.transport.SocketTransport;
import io.sallyport.web.WebServerSettings;
import java.net.InetAddress;
import java.time.Duration;

/// Declares `server`.
final class ServerSection {
    private static final long MEGABYTE = 1024L * 1024;
    private static final Kind<Duration> PATIENCE = Kind.duration(Duration.ofMillis(1), Duration.ofDays(1));
    private static final Kind<Duration> NOTICE = Kind.duration(Duration.ZERO, Duration.ofMinutes(5));
    private static final Kind<Duration> DELAY = Kind.duration(Duration.ZERO, Duration.ofHours(1));
    private static final Kind<Duration> HEAD = Kind.duration(Duration.ofMillis(100), Duration.ofSeconds(10));
    private static final Kind<String> NETWORK = new Kind<>(
            Json.object()
                    .put("title", "address or network")
                    .put("type", "string")
                    .toJson(),
            "127.0.0.1",
            ServerSection::network,
            text -> text);

    private ServerSection() {}

    static ServerSettings read(Section server, DeploymentProfile profile) {
        server.retired("listen_addr", "server.host and server.port");
        server.retired("debug", "observability.log_level: debug");
        server.retired("write_timeout", "server.stream_idle_timeout");
        WebServerSettings main = main(server);
        return new ServerSettings(
                main,
                metrics(server, main),
                calls(server),
                server.key("provider_timeout", "Longest wait for the first byte of an upstream.")
                        .or(PATIENCE, Duration.ofSeconds(280)),
                server.key(
                                "shutdown_notice",
                                "How long a gateway that was told to stop still takes calls, while its health says 503"
                                        + " and no connection is kept, so that balancers lead elsewhere.")
                        .or(NOTICE, Duration.ZERO),
                server.key("graceful_shutdown_delay", "How long calls in flight may go on when the gateway stops.")
                        .or(DELAY, Duration.ofSeconds(5)),
                server.key("event_loops", "Threads that move bytes; 0 for one per core.")
                        .or(Kind.number(0, 256), 0),
                transport(server),
                server.key("trusted_proxies", "Addresses and networks (10.0.0.0/8) whose X-Forwarded-For counts.")
                        .list(NETWORK),
                server.key("allow_unauthenticated", "Lets everybody in on any address; casual profile without keys.")
                        .off(),
                server.section("cors", "Which web pages of other origins may call /v1.", ServerSection::cors),
                mainPortMetrics(server, profile),
                server.key(
                                "public_url",
                                "Where browsers and clients find the gateway, such as https://ai.example.com."
                                        + " Default: the address of the main listener.")
                        .optional(Kind.HTTP_URL),
                server.key(
                                "requests_per_address",
                                "Requests besides model calls that one address may send in a minute; 0 for any number.")
                        .or(Kind.number(0, 1_000_000), ServerSettings.USUAL_REQUESTS_PER_ADDRESS),
                server.section("tls", "TLS of the main listener.", TlsSection::read),
                server.section("acme", "Orders the certificate of the main listener and renews it.", AcmeSection::read),
                server.section("metrics_tls", "TLS of the metrics listener.", TlsSection::read));
    }

    private static SocketTransport transport(Section server) {
        return server.key(
                        "transport",
                        "How they read and send; io_uring takes a tenth less processor time than epoll, where the system"
                                + " allows it.")
                .or(Kind.choice(SocketTransport.class), SocketTransport.AUTO);
    }

    private static WebServerSettings main(Section server) {
        String host = server.key("host", "Address the main listener binds; 0.0.0.0 for all.")
                .or(Kind.TEXT, "127.0.0.1");
        int port = server.key("port", "Port of the main listener, as 8080 or \":8080\"; 0 takes any free one.")
                .or(Kind.PORT, 8080);
        WebServerSettings usual = WebServerSettings.on(host, port);
        return new WebServerSettings(
                host,
                port,
                server.key("read_header_timeout", "Longest time a client may take for the head of a request.")
                        .or(HEAD, usual.headTimeout()),
                server.key("idle_timeout", "How long a kept connection may be silent.")
                        .or(PATIENCE, usual.idleTimeout()),
                server.key("read_timeout", "Longest silence of a client inside a body.")
                        .or(PATIENCE, usual.bodyStall()),
                usual.maxHeadBytes(),
                usual.maxHeaders(),
                server.key("max_connections", "Most clients connected at a time; more wait until one leaves.")
                        .or(Kind.number(10, 1_000_000), usual.maxConnections()));
    }

    private static WebServerSettings metrics(Section server, WebServerSettings main) {
        return new WebServerSettings(
                server.key("metrics_host", "Address the metrics listener binds.")
                        .or(Kind.TEXT, "127.0.0.1"),
                server.key("metrics_port", "Port of the metrics listener.").or(Kind.PORT, 9050),
                main.headTimeout(),
                main.idleTimeout(),
                main.bodyStall(),
                main.maxHeadBytes(),
                main.maxHeaders(),
                main.maxConnections());
    }

    private static PipelineSettings calls(Section server) {
        PipelineSettings usual = PipelineSettings.DEFAULT;
        return new PipelineSettings(
                MEGABYTE
                        * server.key("body_limit_mb", "Largest request body in megabytes.")
                                .or(Kind.number(1, 1024), (int) (usual.bodyLimit() / MEGABYTE)),
                MEGABYTE
                        * server.key("upload_limit_mb", "Largest upload (files, audio, images) in megabytes.")
                                .or(Kind.number(1, 2047), (int) (usual.uploadLimit() / MEGABYTE)),
                server.key("sync_timeout", "Longest wait for a whole answer.").or(PATIENCE, usual.wholeCall()),
                server.key("stream_max_duration", "Longest stream.").or(PATIENCE, usual.stream()),
                server.key("stream_idle_timeout", "Longest silence of an upstream inside a stream.")
                        .or(PATIENCE, usual.idle()),
                server.key(
                                "output_cap",
                                "Tokens of an answer for which a client under limits named no cap; the upstream is told.")
                        .or(Kind.number(1, 100_000_000), (int) usual.outputCap()));
    }

    private static boolean mainPortMetrics(Section server, DeploymentProfile profile) {
        boolean usual = profile != DeploymentProfile.FOUNDATION;
        return server.key(
                        "main_port_metrics",
                        "Serves the metrics of this instance on the main port too. Default: true, in foundation false.")
                .optional(Kind.SWITCH)
                .orElse(usual);
    }

    private static CorsSettings cors(Section cors) {
        return new CorsSettings(
                cors.key("allowed_origins", "Origins such as https://app.example; \"*\" for all; none means none.")
                        .list(Kind.TEXT),
                cors.key("allowed_methods", "Methods a page may use.")
                        .list(Kind.TEXT, CorsSettings.OFF.allowedMethods()),
                cors.key("allowed_headers", "Headers a page may send.")
                        .list(Kind.TEXT, CorsSettings.OFF.allowedHeaders()),
                cors.key("max_age", "How long a browser may remember the answer.")
                        .or(Kind.duration(Duration.ZERO, Duration.ofDays(7)), CorsSettings.OFF.maxAge()));
    }

    private static String network(String text) {
        int slash = text.indexOf('/');
        try {
            int bits = 8
                    * InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                            .getAddress()
                            .length;
            String length = text.substring(slash + 1);
            if (slash < 0 || (length.matches("\\d{1,3}") && Integer.parseInt(length) <= bits)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be an address or a network such as 10.0.0.0/8", e);
        }
        throw new IllegalArgumentException("must be an address or a network such as 10.0.0.0/8");
    }
}
