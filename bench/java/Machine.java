import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Describes the machine and the versions without naming either the machine or its place.
final class Machine {
    private Machine() {}

    static JsonObject describe() {
        String memory = line("/proc/meminfo", "MemTotal:").replaceAll("[^0-9]", "");
        return Json.object()
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("cpu", line("/proc/cpuinfo", "model name").replaceFirst("^[\\s:]+", ""))
                .put("memory", Long.parseLong(memory) / 1024 + " MiB")
                .put("kernel", System.getProperty("os.version").replaceFirst("^([0-9.]+).*", "$1"))
                .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
                .put("nginx", Processes.output(List.of("nginx", "-v")).replaceFirst("^.*nginx/", ""))
                .put(
                        "wrk",
                        Processes.output(List.of("wrk", "-v"))
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replaceFirst(" \\[.*", ""));
    }

    /// Runnable threads of the last minute; above the number of cores the times are not to be trusted.
    static String load() {
        return Processes.read("/proc/loadavg").split(" ")[0];
    }

    /// Options of the Java machine, as the launcher sets them.
    static String flags(ProcessHandle gateway) throws IOException {
        List<String> words =
                List.of(Processes.read("/proc/" + gateway.pid() + "/cmdline").split("\0"));
        return String.join(
                " ",
                words.stream()
                        .filter(word -> word.startsWith("-X") || word.startsWith("--"))
                        .filter(word -> !List.of("--config", "--data", "--port", "--metrics-port")
                                .contains(word))
                        .map(word -> word.contains("/") ? word.substring(0, word.indexOf('=') + 1) + "..." : word)
                        .toList());
    }

    /// Names and exact versions of the libraries the gateway runs with.
    static JsonObject libraries(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(root.resolve("target/lib"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("(vertx-core|netty-transport|jackson-databind|postgresql)-[0-9].*"))
                    .forEach(name -> found.put(
                            name.replaceFirst("-[0-9].*", ""),
                            name.replaceFirst("^\\D+-(?=[0-9])", "").replace(".jar", "")));
        }
        JsonObject libraries = Json.object();
        found.forEach(libraries::put);
        return libraries;
    }

    private static String line(String file, String start) {
        return Processes.read(file)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(line -> line.substring(start.length()).strip())
                .orElse("unknown");
    }
}
