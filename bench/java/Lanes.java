import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The measurements. Each lane runs its entrants in turns, round by round, so that drift meets all of them
/// alike.
final class Lanes {
    private static final String NGINX = "nginx";
    /// The gateway writes its log once in a second; what a call cost is known only after that.
    private static final long SETTLING = 1_200;
    private static final int WARM_UP_WINDOWS = 60;
    private static final int STEADY_WINDOWS = 3;
    private static final double STEADY = 1.03;
    private static final double WARM_UP_CALLS = 60_000;
    private static final double WARM_UP_SECONDS = 3;

    /// Clients of Anthropic's form before an upstream of OpenAI's.
    private static final String TRANSLATED_PATH = "/v1/messages";

    /// The same pace, relayed, and from an upstream of Anthropic's form for clients of OpenAI's.
    private static final String RELAYED_STREAM = "paced-20-200";

    private static final String TRANSLATED_STREAM = "translated-20-200";
    private static final int TRANSLATED_STREAMS = 200;
    private static final int MOST_STREAM_WARM_UPS = 10;

    /// Part of the processor time that the compiler may take of what counts as warm.
    private static final double COMPILING = 0.02;

    private final Options options;
    private final Rig rig;
    private final Load load;
    private final Results results;

    Lanes(Options options, Rig rig, Results results) {
        this.options = options;
        this.rig = rig;
        this.load = new Load(options.root(), rig);
        this.results = results;
    }

    /// Asks until over three windows the processor time of a call stays within three hundredths and the
    /// compiler has little to do: a Java machine goes on compiling for a few hundred thousand calls, on a busy
    /// machine for many windows that are alike, and what a day costs is what comes after that.
    ///
    /// All have to answer the same number of calls at least, else the one that was started last looks dearer.
    void warmUp(List<Entrant> entrants) throws IOException {
        for (Entrant entrant : entrants) {
            Deque<Double> last = new ArrayDeque<>();
            double all = 0;
            int quiet = 0;
            for (int window = 0;
                    window < WARM_UP_WINDOWS && (all < WARM_UP_CALLS || quiet < STEADY_WINDOWS || !isSteady(last));
                    window++) {
                double before = entrant.cpu();
                double compiling = entrant.compilerCpu();
                double calls = load.plain(entrant, 16, Math.min(WARM_UP_SECONDS, options.seconds()))
                        .get("calls");
                double spent = entrant.cpu() - before;
                quiet = entrant.compilerCpu() - compiling <= COMPILING * spent ? quiet + 1 : 0;
                last.addLast(spent / calls);
                if (last.size() > STEADY_WINDOWS) {
                    last.removeFirst();
                }
                all += calls;
            }
        }
    }

    private static boolean isSteady(Deque<Double> costs) {
        return costs.size() == STEADY_WINDOWS && Collections.max(costs) <= STEADY * Collections.min(costs);
    }

    /// L0: what a proxy adds to a single caller's wait.
    void latency(List<Entrant> proxies) throws IOException {
        for (int round = 0; round < options.rounds(); round++) {
            Map<String, Double> bare = load.plain(rig.direct(), 1, options.seconds());
            for (Entrant proxy : turns(proxies, round)) {
                Map<String, Double> seen = load.plain(proxy, 1, options.seconds());
                add("L0", "added latency p50, 1 connection", "us", proxy, seen.get("p50_us") - bare.get("p50_us"));
                add("L0", "added latency p99, 1 connection", "us", proxy, seen.get("p99_us") - bare.get("p99_us"));
            }
        }
    }

    /// L1: the rate at 64 connections, everything on this machine.
    void rate(List<Entrant> proxies) throws IOException {
        List<Entrant> all = new ArrayList<>(proxies);
        all.add(rig.direct());
        for (int round = 0; round < options.rounds(); round++) {
            for (Entrant proxy : turns(all, round)) {
                Map<String, Double> seen = load.plain(proxy, 64, options.seconds());
                add("L1", "rate, 64 connections", "calls/s", proxy, seen.get("calls") / seen.get("seconds"));
                add("L1", "latency p99, 64 connections", "us", proxy, seen.get("p99_us"));
                add("L1", "failed calls", "calls", proxy, seen.get("failed"));
            }
        }
    }

    /// L2, and L8 when variants of the gateway are among the proxies: processor time of a call.
    void cpu(String lane, List<Entrant> proxies, String base) throws IOException, InterruptedException {
        for (int round = 0; round < options.rounds(); round++) {
            for (Entrant proxy : turns(proxies, round)) {
                double cpu = proxy.cpu();
                double compiler = proxy.compilerCpu();
                double database = proxy.databaseCpu();
                OptionalDouble dropped = proxy.droppedRows();
                Map<String, Double> seen = load.plain(proxy, 16, options.seconds());
                Thread.sleep(SETTLING);
                double calls = seen.get("calls");
                double compiled = (proxy.compilerCpu() - compiler) / calls;
                processor(lane, base, proxy, List.of((proxy.cpu() - cpu) / calls, compiled));
                if (dropped.isPresent()) {
                    results.add(
                            new Results.Metric(lane, "log and usage rows dropped", "rows/call", ""),
                            proxy,
                            (proxy.droppedRows().orElseThrow() - dropped.getAsDouble()) / calls);
                }
                if (proxy.hasDatabase()) {
                    results.add(
                            new Results.Metric(lane, "CPU per call of the database", "us", ""),
                            proxy,
                            (proxy.databaseCpu() - database) / calls);
                }
                results.add(
                        new Results.Metric(lane, "rate, 16 connections", "calls/s", base),
                        proxy,
                        calls / seen.get("seconds"));
                results.add(
                        new Results.Metric(lane, "latency p99, 16 connections", "us", base), proxy, seen.get("p99_us"));
                results.add(new Results.Metric(lane, "failed calls", "calls", ""), proxy, seen.get("failed"));
            }
        }
    }

    /// @param micros of a call: all, and the compiler's part of it
    private void processor(String lane, String base, Entrant proxy, List<Double> micros) {
        double compiled = micros.getLast();
        results.add(new Results.Metric(lane, "CPU per call, 16 connections", "us", base), proxy, micros.getFirst());
        results.add(
                new Results.Metric(lane, "CPU per call, besides the compiler", "us", base),
                proxy,
                micros.getFirst() - compiled);
        if (proxy.hasDatabase()) {
            results.add(new Results.Metric(lane, "CPU per call, the compiler's part of it", "us", ""), proxy, compiled);
        }
    }

    /// L9: what a translation adds, to a call and to an event; the same gateway relays the same answers beside
    /// it.
    void translation(Entrant gateway) throws IOException, InterruptedException {
        load.plain(gateway, TRANSLATED_PATH, 16, WARM_UP_SECONDS * STEADY_WINDOWS);
        warmUpStreams(gateway);
        for (int round = 0; round < options.rounds(); round++) {
            Map<String, Double> relayed = load.plain(gateway, 1, options.seconds());
            Map<String, Double> translated = load.plain(gateway, TRANSLATED_PATH, 1, options.seconds());
            add(
                    "L9",
                    "latency p50 added by a translation, 1 connection",
                    "us",
                    gateway,
                    translated.get("p50_us") - relayed.get("p50_us"));
            add("L9", "failed calls", "calls", gateway, translated.get("failed"));
            add(
                    "L9",
                    "CPU added by a translation per event",
                    "us",
                    gateway,
                    cpuPerEvent(gateway, TRANSLATED_STREAM) - cpuPerEvent(gateway, RELAYED_STREAM));
        }
    }

    private void warmUpStreams(Entrant gateway) throws IOException, InterruptedException {
        boolean compiled = false;
        for (int run = 0; run < MOST_STREAM_WARM_UPS && !compiled; run++) {
            double cpu = gateway.cpu();
            double compiling = gateway.compilerCpu();
            cpuPerEvent(gateway, TRANSLATED_STREAM);
            cpuPerEvent(gateway, RELAYED_STREAM);
            compiled = gateway.compilerCpu() - compiling <= COMPILING * (gateway.cpu() - cpu);
        }
    }

    private double cpuPerEvent(Entrant gateway, String model) throws IOException, InterruptedException {
        double cpu = gateway.cpu();
        Map<String, Double> seen = load.streams(gateway, model, TRANSLATED_STREAMS, TRANSLATED_STREAMS, () -> {});
        Thread.sleep(SETTLING);
        return (gateway.cpu() - cpu) / seen.get("events");
    }

    /// L4: a thousand streams with an event every 20 ms.
    void streamRate(List<Entrant> proxies) throws IOException, InterruptedException {
        List<Entrant> all = new ArrayList<>(proxies);
        all.add(rig.direct());
        for (int round = 0; round < options.rounds(); round++) {
            for (Entrant proxy : turns(all, round)) {
                double cpu = proxy.cpu();
                double database = proxy.databaseCpu();
                Map<String, Double> seen = load.streams(proxy, "paced-20-200", 1000, 1000, () -> {});
                Thread.sleep(SETTLING);
                faults("L4", proxy, seen);
                // The upstream of the direct way is not the process that streams, so it has no figure here.
                if (proxy != rig.direct()) {
                    add(
                            "L4",
                            "CPU per event, 1,000 streams x 20 ms",
                            "us",
                            proxy,
                            (proxy.cpu() - cpu) / seen.get("events"));
                }
                if (proxy.hasDatabase()) {
                    add(
                            "L4",
                            "CPU per event of the database",
                            "us",
                            proxy,
                            (proxy.databaseCpu() - database) / seen.get("events"));
                }
                add("L4", "event gap p99 (20,000 is perfect)", "us", proxy, seen.get("gap_p99_us"));
                add("L4", "event age on arrival p50", "us", proxy, seen.get("delay_p50_us"));
                add("L4", "event age on arrival p99", "us", proxy, seen.get("delay_p99_us"));
                add("L4", "first event p99", "us", proxy, seen.get("first_event_p99_us"));
            }
        }
    }

    /// L5 and L6: many slow streams at the same time, and the memory each of them takes.
    void streamCount(List<Entrant> proxies) throws IOException, InterruptedException {
        for (int round = 0; round < options.rounds(); round++) {
            for (Entrant proxy : turns(proxies, round)) {
                double before = proxy.memory();
                double[] held = new double[1];
                Map<String, Double> seen =
                        load.streams(proxy, "paced-500-12", options.streams(), 1500, () -> held[0] = proxy.memory());
                Thread.sleep(SETTLING);
                add("L5", "streams held to their end", "streams", proxy, seen.get("whole"));
                faults("L5", proxy, seen);
                add("L5", "event age on arrival p99", "us", proxy, seen.get("delay_p99_us"));
                add(
                        "L6",
                        "memory added, " + options.streams() + " open streams",
                        "KiB/stream",
                        proxy,
                        (held[0] - before) / options.streams());
                add("L6", "memory with " + options.streams() + " open streams", "MiB", proxy, held[0] / 1024);
            }
        }
    }

    /// L11: from the command to the first right answer, with the data folder of an earlier start.
    void startUp() throws IOException, InterruptedException {
        Path data = rig.freshFolder("start-up");
        for (int round = 0; round <= options.rounds(); round++) {
            long begin = System.nanoTime();
            Entrant gateway = rig.gateway("sallyport", Map.of(), data);
            double millis = (System.nanoTime() - begin) / 1e6;
            Thread.sleep(2 * SETTLING);
            add(
                    "L11",
                    round == 0 ? "first answer, empty data folder" : "first answer after the command",
                    "ms",
                    gateway,
                    millis);
            add("L11", "memory, idle", "MiB", gateway, gateway.memory() / 1024);
            add("L11", "memory of the database, idle", "MiB", gateway, gateway.databaseMemory() / 1024);
            gateway.stop();
            if (round == options.rounds()) {
                sizes(gateway);
            }
        }
    }

    /// L11: how large what is shipped is, where `./sallyport image` has left it.
    private void sizes(Entrant gateway) throws IOException {
        Path shipped = options.root().resolve("target/bundle");
        if (!Files.isDirectory(shipped)) {
            return;
        }
        try (Stream<Path> files = Files.list(shipped)) {
            for (Path file : files.sorted().toList()) {
                String name = file.toString();
                if (name.endsWith(".image.tar")) {
                    add("L11", "size of the container image", "MB", gateway, Files.size(file) / 1e6);
                } else if (name.endsWith(".tar.gz")) {
                    add("L11", "size of the bundle, packed", "MB", gateway, Files.size(file) / 1e6);
                } else if (Files.isDirectory(file)) {
                    add("L11", "size of the bundle, unpacked", "MB", gateway, sizeOf(file) / 1e6);
                }
            }
        }
    }

    private static double sizeOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToDouble(file -> file.toFile().length())
                    .sum();
        }
    }

    private void faults(String lane, Entrant proxy, Map<String, Double> seen) {
        add(lane, "streams that failed", "streams", proxy, seen.get("failed"));
        add(
                lane,
                "events lost, merged, altered or out of order",
                "events",
                proxy,
                seen.get("lost") + seen.get("merged") + seen.get("altered") + seen.get("reordered"));
    }

    private void add(String lane, String metric, String unit, Entrant entrant, double value) {
        results.add(new Results.Metric(lane, metric, unit, NGINX), entrant, value);
    }

    /// Who goes first changes from round to round.
    private static List<Entrant> turns(List<Entrant> entrants, int round) {
        return round % 2 == 0 ? entrants : entrants.reversed();
    }
}
