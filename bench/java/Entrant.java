import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A running proxy, or the upstream itself, and how it is asked.
///
/// @param process for the direct way the process of the plain upstream
/// @param metricsPort 0 for peers, whose metrics nobody asks
/// @param headers header lines, in which `{upstream}` stands for the port of the upstream
record Entrant(
        String name,
        Process process,
        int plainPort,
        int pacedPort,
        int metricsPort,
        String pacedPath,
        Map<String, String> headers) {
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

    double compilerCpu() {
        return Processes.compilerMicros(process.toHandle());
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
    ///
    /// @return empty when it serves no metrics
    OptionalDouble droppedRows() {
        try (var answer = URI.create("http://127.0.0.1:" + metricsPort + "/metrics")
                .toURL()
                .openStream()) {
            return OptionalDouble.of(new String(answer.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("sallyport_log_writer_dropped_total{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum());
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    boolean hasDatabase() {
        return metricsPort > 0;
    }

    /// Ends it the polite way and waits, because the database of a gateway has to close.
    void stop() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
