import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the load generators, each in a process of its own.
final class Load {
    private final Path root;
    private final Rig rig;

    Load(Path root, Rig rig) {
        this.root = root;
        this.rig = rig;
    }

    /// Asks over and over, on so many connections, with wrk.
    ///
    /// @return `calls`, `seconds`, `failed`, `p50_us`, `p99_us`, `p999_us`
    Map<String, Double> plain(Entrant entrant, int connections, double seconds) throws IOException {
        return plain(entrant, Entrant.PATH, connections, seconds);
    }

    /// The same on another path, whose clients may ask with the same body.
    Map<String, Double> plain(Entrant entrant, String path, int connections, double seconds) throws IOException {
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + Math.max(1, Math.round(seconds)) + "s",
                "-s",
                root.resolve("bench/post.lua").toString(),
                "http://127.0.0.1:" + entrant.plainPort() + path);
        return run(command, entrant.headerLines(rig.plainPort()), () -> {});
    }

    /// Holds so many streams of a model at the same time.
    ///
    /// @param whenOpen runs when each stream had its first event
    /// @return what [StreamTally] counts
    Map<String, Double> streams(Entrant entrant, String model, int streams, int perSecond, Runnable whenOpen)
            throws IOException {
        List<String> command = Rig.java(
                "StreamSwarm", "" + entrant.pacedPort(), entrant.pacedPath(), model, "" + streams, "" + perSecond);
        return run(command, entrant.headerLines(rig.pacedPort()), whenOpen);
    }

    private static Map<String, Double> run(List<String> command, String headers, Runnable whenOpen) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BENCH_HEADERS", headers);
        Process process = builder.start();
        Map<String, Double> result = new HashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("open")) {
                    whenOpen.run();
                } else if (line.matches("[a-z0-9_]+=[0-9.E-]+")) {
                    int middle = line.indexOf('=');
                    result.put(line.substring(0, middle), Double.parseDouble(line.substring(middle + 1)));
                }
            }
        }
        if (result.isEmpty()) {
            throw new IOException("the load generator gave no result: " + command.getFirst());
        }
        return result;
    }
}
