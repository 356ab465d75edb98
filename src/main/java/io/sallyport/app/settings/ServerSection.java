package io.sallyport.app.settings;

import io.sallyport.app.settings.ServerSettings.CorsSettings;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Declares `server`.
final class ServerSection {
    private static final long MEGABYTE = 1024L * 1024;
    private static final Kind<Duration> PATIENCE = Kind.duration(Duration.ofMillis(1), Duration.ofDays(1));
    private static final Kind<Duration> DELAY = Kind.duration(Duration.ZERO, Duration.ofHours(1));
    private static final Kind<Duration> HEAD = Kind.duration(Duration.ofMillis(100), Duration.ofSeconds(10));
    private static final Kind<String> NETWORK =
            new Kind<>(Json.object().put("type", "string").toJson(), "127.0.0.1", ServerSection::network, text -> text);

    private ServerSection() {}

    static ServerSettings read(Section server, DeploymentProfile profile) {
        server.retired("listen_addr", "server.host and server.port");
        server.retired("debug", "observability.log_level: debug");
        server.retired("read_timeout", "server.read_header_timeout");
        server.retired("write_timeout", "server.stream_idle_timeout");
        return new ServerSettings(
                server.key("host", "Address the main listener binds; 0.0.0.0 for all.")
                        .or(Kind.TEXT, "127.0.0.1"),
                server.key("port", "Port of the main listener, as 8080 or \":8080\"; 0 takes any free one.")
                        .or(Kind.PORT, 8080),
                server.key("metrics_host", "Address the metrics listener binds.")
                        .or(Kind.TEXT, "127.0.0.1"),
                server.key("metrics_port", "Port of the metrics listener.").or(Kind.PORT, 9050),
                MEGABYTE
                        * server.key("body_limit_mb", "Largest request body in megabytes.")
                                .or(Kind.number(1, 1024), 20),
                MEGABYTE
                        * server.key("upload_limit_mb", "Largest upload (files, audio, images) in megabytes.")
                                .or(Kind.number(1, 2047), 100),
                server.key("sync_timeout", "Longest wait for a whole answer.").or(PATIENCE, Duration.ofSeconds(300)),
                server.key("stream_idle_timeout", "Longest silence of an upstream inside a stream.")
                        .or(PATIENCE, Duration.ofSeconds(30)),
                server.key("stream_max_duration", "Longest stream.").or(PATIENCE, Duration.ofSeconds(300)),
                server.key("provider_timeout", "Longest wait for the first byte of an upstream.")
                        .or(PATIENCE, Duration.ofSeconds(280)),
                server.key("read_header_timeout", "Longest time a client may take for the head of a request.")
                        .or(HEAD, Duration.ofSeconds(5)),
                server.key("idle_timeout", "How long a kept connection may be silent.")
                        .or(PATIENCE, Duration.ofSeconds(120)),
                server.key("graceful_shutdown_delay", "How long calls in flight may go on when the gateway stops.")
                        .or(DELAY, Duration.ofSeconds(5)),
                server.key("event_loops", "Threads that move bytes; 0 for one per core.")
                        .or(Kind.number(0, 256), 0),
                server.key("trusted_proxies", "Addresses and networks (10.0.0.0/8) whose X-Forwarded-For counts.")
                        .list(NETWORK),
                server.key("allow_unauthenticated", "Lets everybody in on any address; casual profile without keys.")
                        .off(),
                server.section("cors", "Which web pages of other origins may call /v1.", ServerSection::cors),
                mainPortMetrics(server, profile));
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
                        .list(Kind.TEXT, List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")),
                cors.key("allowed_headers", "Headers a page may send.")
                        .list(Kind.TEXT, List.of("Content-Type", "Authorization", "X-Requested-With")),
                cors.key("max_age", "How long a browser may remember the answer.")
                        .or(Kind.duration(Duration.ZERO, Duration.ofDays(7)), Duration.ofDays(1)));
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
