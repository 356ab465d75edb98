package io.sallyport.testkit;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Certificates.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Pebble, the test server of Let's Encrypt, with a DNS in which every name is this machine.
///
/// Needs `pebble` and `pebble-challtestsrv`, which stand in `/usr/bin` or where `-Dpebble.home` says.
public final class Pebble implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("pebble.home", "/usr/bin"));
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Pem own;
    private final int directoryPort = Ports.free();
    private final int managementPort = Ports.free();
    private final int dnsPort = Ports.free();
    private final int recordsPort = Ports.free();
    private final int proofPort = Ports.free();
    private final Process dns;
    private final Process server;

    private Pebble(Path folder) throws IOException {
        this.folder = folder;
        this.own = Certificates.pem(folder, "pebble");
        Files.writeString(folder.resolve("pebble.crt"), own.certificate());
        Files.writeString(folder.resolve("pebble.key"), own.key());
        Files.writeString(folder.resolve("pebble.json"), settings().toJson().toString());
        this.dns = run(
                "pebble-challtestsrv",
                List.of(
                        "-defaultIPv4",
                        "127.0.0.1",
                        "-defaultIPv6",
                        "",
                        "-http01",
                        "",
                        "-https01",
                        "",
                        "-tlsalpn01",
                        "",
                        "-dns01",
                        "127.0.0.1:" + dnsPort,
                        "-management",
                        "127.0.0.1:" + recordsPort));
        this.server = run("pebble", List.of("-config", "pebble.json", "-dnsserver", "127.0.0.1:" + dnsPort));
    }

    /// @param folder for its certificate and its log
    public static Pebble start(Path folder) {
        try {
            Pebble pebble = new Pebble(folder);
            pebble.await(pebble.recordsPort);
            pebble.await(pebble.managementPort);
            return pebble;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI directory() {
        return URI.create("https://localhost:" + directoryPort + "/dir");
    }

    /// Who signed the certificate of the directory, as PEM.
    public String directoryAuthority() {
        return own.certificate();
    }

    /// Where it looks for proofs by HTTP, instead of port 80.
    public int proofPort() {
        return proofPort;
    }

    /// Whoever trusts this trusts what it issues.
    public Pem authority() {
        URI root = URI.create("https://localhost:" + managementPort + "/roots/0");
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Certificates.client(own, Optional.empty()))
                .build()) {
            return new Pem(Sending.text(client, HttpRequest.newBuilder(root)).body(), "");
        }
    }

    /// Sets a TXT record.
    public void set(String name, String value) {
        tell("set-txt", Json.object().put("host", name).put("value", value));
    }

    /// Takes the TXT records of a name away.
    public void clear(String name) {
        tell("clear-txt", Json.object().put("host", name));
    }

    @Override
    public void close() {
        server.destroy();
        dns.destroy();
    }

    private JsonObject settings() {
        return Json.object()
                .put(
                        "pebble",
                        Json.object()
                                .put("listenAddress", "127.0.0.1:" + directoryPort)
                                .put("managementListenAddress", "127.0.0.1:" + managementPort)
                                .put("certificate", "pebble.crt")
                                .put("privateKey", "pebble.key")
                                .put("httpPort", proofPort)
                                .put("tlsPort", Ports.free()));
    }

    private Process run(String program, List<String> arguments) throws IOException {
        ProcessBuilder process = new ProcessBuilder(HOME.resolve(program).toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program + ".log").toFile());
        process.command().addAll(arguments);
        return process.start();
    }

    private void tell(String what, JsonObject record) {
        URI there = URI.create("http://127.0.0.1:" + recordsPort + "/" + what);
        try (HttpClient client = HttpClient.newHttpClient()) {
            Sending.text(
                    client,
                    HttpRequest.newBuilder(there)
                            .POST(BodyPublishers.ofString(record.toJson().toString())));
        }
    }

    private void await(int port) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }
}
