import io.sallyport.json.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Starts and stops everything that takes part: two upstreams, gateways, peers.
final class Rig implements AutoCloseable {
    private static final long START_PATIENCE = 90_000_000_000L;

    private final Path root;
    private final Path folder;
    private final int plainPort = freePort();
    private final int pacedPort = freePort();
    private final List<Entrant> running = new ArrayList<>();
    private final Entrant direct;
    private int gateways;

    Rig(Path root) throws IOException, InterruptedException {
        this.root = root;
        this.folder = Files.createTempDirectory("sallyport-bench");
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> running.forEach(entrant -> entrant.process().destroy())));
        Path conf = fill("upstream.conf", folder.resolve("upstream.conf"), 0, folder);
        Process plain = start(List.of("nginx", "-p", folder.toString(), "-c", conf.toString()), Map.of(), "upstream");
        direct = new Entrant("direct", plain, plainPort, pacedPort, 0, Entrant.PATH, Map.of());
        running.add(direct);
        Process paced = start(java("PacedUpstream", "" + pacedPort), Map.of(), "paced");
        running.add(new Entrant("paced", paced, plainPort, pacedPort, 0, Entrant.PATH, Map.of()));
        awaitAnswer(direct);
        awaitPort(pacedPort);
    }

    /// No proxy: the load generator asks the upstreams.
    Entrant direct() {
        return direct;
    }

    int plainPort() {
        return plainPort;
    }

    int pacedPort() {
        return pacedPort;
    }

    /// A command line that runs a class of the benchmark in a Java machine of its own.
    static List<String> java(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                name));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Starts a gateway and waits for its first answer.
    ///
    /// @param switches environment variables that switch parts off
    Entrant gateway(String name, Map<String, String> switches) throws IOException, InterruptedException {
        return gateway(name, switches, folder.resolve("data-" + gateways++));
    }

    /// Starts a gateway with more settings than the usual ones.
    ///
    /// @param more file with further sections, in `bench/`
    Entrant gatewayWith(String name, String more) throws IOException, InterruptedException {
        Path settings = Files.createDirectories(folder).resolve(more);
        Files.writeString(
                settings,
                Files.readString(root.resolve("bench/gateway.yaml")) + Files.readString(root.resolve("bench/" + more)));
        return gateway(name, settings, Map.of(), folder.resolve("data-" + gateways++));
    }

    /// Starts a gateway with a data folder, which may be one of an earlier start.
    Entrant gateway(String name, Map<String, String> switches, Path data) throws IOException, InterruptedException {
        return gateway(name, root.resolve("bench/gateway.yaml"), switches, data);
    }

    private Entrant gateway(String name, Path settings, Map<String, String> switches, Path data)
            throws IOException, InterruptedException {
        int port = freePort();
        int metricsPort = freePort();
        Map<String, String> environment = new LinkedHashMap<>(switches);
        environment.put("BENCH_PLAIN_PORT", "" + plainPort);
        environment.put("BENCH_PACED_PORT", "" + pacedPort);
        List<String> command = List.of(
                root.resolve("sallyport").toString(),
                "up",
                "--config",
                settings.toString(),
                "--data",
                data.toString(),
                "--port",
                "" + port,
                "--metrics-port",
                "" + metricsPort);
        // The file of an earlier start names the same key, so the first answer need not wait for the new file.
        Path firstRun = data.resolve("first-run.json");
        String log = "gateway-" + name.replace(' ', '-');
        Process process = start(command, environment, log);
        String key = awaitKey(process, firstRun, log);
        Entrant entrant = new Entrant(
                name, process, port, port, metricsPort, Entrant.PATH, Map.of("authorization", "Bearer " + key));
        running.add(entrant);
        awaitAnswer(entrant);
        return entrant;
    }

    Path freshFolder(String name) {
        return folder.resolve(name);
    }

    /// Installs and starts a peer as its manifest says.
    Entrant peer(Json manifest) throws IOException, InterruptedException {
        String name = manifest.get("name").text();
        Path own = Files.createDirectories(folder.resolve("peer-" + name));
        int port = freePort();
        for (Map.Entry<String, String> file : texts(manifest.get("files")).entrySet()) {
            fill(file.getValue(), own.resolve(file.getKey()), port, own);
        }
        if (manifest.get("install").isArray()) {
            Process install = start(words(manifest.get("install"), port, own), Map.of(), "install-" + name);
            if (install.waitFor() != 0) {
                throw new IOException("cannot be installed");
            }
        }
        Process process = start(words(manifest.get("start"), port, own), texts(manifest.get("environment")), name);
        Entrant entrant = new Entrant(
                name,
                process,
                port,
                port,
                0,
                manifest.get("paced_path").textOr(Entrant.PATH),
                texts(manifest.get("headers")));
        running.add(entrant);
        awaitAnswer(entrant);
        return entrant;
    }

    /// The members of an object, none when there is no such object.
    private static Map<String, String> texts(Json object) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (object.isObject()) {
            object.fields()
                    .forEach(field -> texts.put(field.name(), field.value().text()));
        }
        return texts;
    }

    private static List<String> words(Json command, int port, Path own) {
        return command.elements().stream()
                .map(word -> word.text().replace("{folder}", own.toString()).replace("{port}", "" + port))
                .toList();
    }

    private Path fill(String source, Path target, int port, Path own) throws IOException {
        String text = Files.readString(root.resolve("bench").resolve(source))
                .replace("{folder}", own.toString())
                .replace("{port}", "" + port)
                .replace("{plain}", "" + plainPort)
                .replace("{paced}", "" + pacedPort)
                .replace("{answer}", "dolor sit amet ".repeat(119));
        return Files.writeString(target, text);
    }

    private Process start(List<String> command, Map<String, String> environment, String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log + ".log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String awaitKey(Process process, Path firstRun, String log) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_PATIENCE;
        while (!Files.exists(firstRun)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the gateway did not start: " + Files.readString(folder.resolve(log + ".log")));
            }
            Thread.sleep(2);
        }
        return Json.parse(Files.readString(firstRun)).get("api_key").text();
    }

    private static void awaitPort(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_PATIENCE;
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException e) {
                Thread.sleep(2);
            }
        }
        throw new IOException("nothing listens");
    }

    /// Waits for a right answer to a real call.
    private void awaitAnswer(Entrant entrant) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_PATIENCE;
        String answer = "";
        while (System.nanoTime() < end && entrant.process().isAlive()) {
            answer = ask(entrant);
            if (answer.startsWith("HTTP/1.1 200") && answer.contains("\"total_tokens\":620")) {
                return;
            }
            Thread.sleep(2);
        }
        throw new IOException(entrant.name() + " gave no right answer: "
                + answer.lines().findFirst().orElse("none at all"));
    }

    private String ask(Entrant entrant) {
        String body = "{\"model\":\"bench-plain\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        String request = "POST " + Entrant.PATH + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
                + "content-type: application/json\r\n"
                + entrant.headerLines(plainPort).replace("\n", "\r\n")
                + "content-length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", entrant.plainPort()));
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// Below the range from which outgoing connections take theirs, so that no connection takes it before its server.
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (Entrant entrant : running.reversed()) {
                entrant.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Processes.delete(folder);
    }
}
