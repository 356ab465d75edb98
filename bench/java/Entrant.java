import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A running proxy, or the upstream itself, and how it is asked.
///
/// @param process empty processes do not exist: the upstream's own stands for the direct way
/// @param headers header lines, in which `{upstream}` stands for the port of the upstream
record Entrant(
        String name, Process process, int plainPort, int pacedPort, String pacedPath, Map<String, String> headers) {
    static final String PATH = "/v1/chat/completions";

    /// Header lines as the load generators read them.
    String headerLines(int upstreamPort) {
        return headers.entrySet().stream()
                .map(header ->
                        header.getKey() + ": " + header.getValue().replace("{upstream}", "" + upstreamPort) + "\n")
                .collect(Collectors.joining());
    }

    double cpu() {
        return Processes.cpuMicros(process.toHandle(), Processes.Part.GATEWAY);
    }

    double databaseCpu() {
        return Processes.cpuMicros(process.toHandle(), Processes.Part.DATABASE);
    }

    double memory() {
        return Processes.memoryKiB(process.toHandle(), Processes.Part.GATEWAY);
    }

    double databaseMemory() {
        return Processes.memoryKiB(process.toHandle(), Processes.Part.DATABASE);
    }

    /// Rows of log and usage the gateway did not write because it had no room or no time for them.
    double droppedRows() throws IOException {
        try (var answer = URI.create("http://127.0.0.1:" + plainPort + "/metrics").toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("sallyport_log_writer_dropped_total{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    boolean hasDatabase() {
        return databaseMemory() > 0;
    }

    /// Ends it the polite way and waits, because the database of a gateway has to close.
    void stop() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
