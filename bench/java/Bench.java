import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The benchmark: runs the lanes that were asked for and writes `results.json` and `results.md`.
final class Bench {
    private static final Map<String, String> NO_RECORDS = Map.of(
            "SALLYPORT_LOGGING_ENABLED", "false",
            "SALLYPORT_AUDIT_ENABLED", "false",
            "SALLYPORT_RETENTION_ZERO_RETENTION", "true");
    private static final Map<String, String> IO_URING = Map.of("SALLYPORT_SERVER_TRANSPORT", "io_uring");

    private final Options options;
    private final Results results = new Results();
    private final JsonArray notRun = Json.array();
    private final JsonObject peers = Json.object();
    private final StringBuilder missing = new StringBuilder();
    private final String loadBefore = Machine.load();
    private final long begin = System.nanoTime();
    private String flags = "";
    private String metrics = "";

    private Bench(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            new Bench(Options.parse(words, LocalDate.now(ZoneOffset.UTC).toString())).run();
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException, InterruptedException {
        try (Rig rig = new Rig(options.root())) {
            say("starting");
            List<Entrant> proxies = peers(rig);
            Entrant gateway = rig.gateway("sallyport", Map.of());
            proxies.add(gateway);
            startOnIoUring(rig, proxies);
            metrics = gateway.droppedRows().isPresent() ? "on" : "off: the metrics listener gave no answer";
            flags = Machine.flags(gateway.process().toHandle());
            lanes(rig, proxies, gateway);
        }
        say("wrote results.json and results.md to " + options.output());
        System.out.println(results.table());
    }

    private void lanes(Rig rig, List<Entrant> proxies, Entrant gateway) throws IOException, InterruptedException {
        Lanes lanes = new Lanes(options, rig, results);
        say("warming up");
        lanes.warmUp(proxies);
        lane("L0", "added latency", () -> lanes.latency(proxies));
        lane("L1", "rate", () -> lanes.rate(proxies));
        lane("L2", "CPU per call", () -> lanes.cpu("L2", proxies, "nginx"));
        lane("L8", "cost of features", () -> features(rig, lanes));
        lane("L9", "translation", () -> lanes.translation(gateway));
        lane("L4", "a thousand streams", () -> lanes.streamRate(proxies));
        lane(wants("L5") ? "L5" : "L6", "many slow streams", () -> lanes.streamCount(proxies));
        lane("L11", "start-up", () -> {
            gateway.stop();
            lanes.startUp();
        });
    }

    private void lane(String name, String what, Measurement measurement) throws IOException, InterruptedException {
        if (wants(name)) {
            say(name + " " + what);
            measurement.run();
            write();
        }
    }

    /// What a lane does.
    private interface Measurement {
        void run() throws IOException, InterruptedException;
    }

    /// All are fresh, so that none has had more time to become fast.
    private void features(Rig rig, Lanes lanes) throws IOException, InterruptedException {
        Entrant noRecords = rig.gateway("sallyport without records", NO_RECORDS);
        Entrant whole = rig.gateway("sallyport", Map.of());
        Entrant limited = rig.gatewayWith("sallyport with limits", "limits.yaml");
        List<Entrant> all = List.of(noRecords, whole, limited);
        lanes.warmUp(all);
        lanes.cpu("L8", all, whole.name());
        for (Entrant entrant : all) {
            entrant.stop();
        }
    }

    /// Many containers forbid it; its rows are missing then.
    private void startOnIoUring(Rig rig, List<Entrant> entrants) throws InterruptedException {
        String name = "sallyport on io_uring";
        try {
            entrants.add(rig.gateway(name, IO_URING));
        } catch (IOException e) {
            noteMissing(name, e.getMessage().strip());
        }
    }

    private void noteMissing(String name, String reason) {
        notRun.add(Json.object().put("name", name).put("reason", reason));
        missing.append("* ").append(name).append(": ").append(reason).append('\n');
    }

    private List<Entrant> peers(Rig rig) throws IOException, InterruptedException {
        List<Entrant> entrants = new ArrayList<>();
        for (Path file : manifests()) {
            Json manifest = Json.parse(Files.readString(file));
            String name = manifest.get("name").text();
            boolean wanted = name.equals("nginx") || options.peers().contains(name);
            String reason = manifest.get("not_run").textOr(wanted ? "" : "not asked for with --peers");
            if (reason.isEmpty()) {
                reason = tryToStart(rig, manifest, entrants);
            }
            if (!reason.isEmpty()) {
                noteMissing(name, reason);
            }
        }
        return entrants;
    }

    private String tryToStart(Rig rig, Json manifest, List<Entrant> entrants) throws InterruptedException {
        String name = manifest.get("name").text();
        try {
            say("starting " + name);
            entrants.add(rig.peer(manifest));
            List<String> command =
                    manifest.get("version").elements().stream().map(Json::text).toList();
            peers.put(name, (manifest.get("package").textOr("") + " " + Processes.output(command)).strip());
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private List<Path> manifests() throws IOException {
        try (var files = Files.list(options.root().resolve("bench/peers"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /// Runs after each lane, so that an interrupted run leaves the lanes it finished.
    private void write() throws IOException {
        long seconds = (System.nanoTime() - begin) / 1_000_000_000L;
        JsonObject machine = Machine.describe().put("load_before", loadBefore).put("load_after", Machine.load());
        JsonObject all = Json.object()
                .put("date", LocalDate.now(ZoneOffset.UTC).toString())
                .put("mode", options.mode())
                .put("rounds", options.rounds())
                .put("seconds_per_measurement", new java.math.BigDecimal(options.seconds()))
                .put("seconds_in_all", seconds)
                .put("machine", machine)
                .put(
                        "commit",
                        Processes.output(
                                List.of("git", "-C", options.root().toString(), "rev-parse", "--short", "HEAD")))
                .put("flags", flags)
                .put("metrics", metrics)
                .put("libraries", Machine.libraries(options.root()))
                .put("peers", peers)
                .put("not_run", notRun)
                .put("rows", results.json());
        Files.createDirectories(options.output());
        Files.writeString(options.output().resolve("results.json"), all.toJson() + "\n");
        Files.writeString(options.output().resolve("results.md"), page(machine.toJson(), seconds));
    }

    private String page(Json machine, long seconds) {
        StringBuilder text = new StringBuilder("# Benchmark, " + LocalDate.now(ZoneOffset.UTC) + "\n\n");
        text.append("Mode ")
                .append(options.mode())
                .append(", ")
                .append(options.rounds())
                .append(" rounds, ")
                .append(seconds)
                .append(" seconds in all. How to read it: [bench/README.md](../../README.md).\n\n");
        machine.fields()
                .forEach(field -> text.append("* ")
                        .append(field.name().replace('_', ' '))
                        .append(": ")
                        .append(
                                field.value().isText()
                                        ? field.value().text()
                                        : field.value().toString())
                        .append('\n'));
        text.append("* metrics of the gateway: ").append(metrics).append('\n');
        text.append("* flags of the gateway: `").append(flags).append("`\n\n").append(results.table());
        return text.append("\nNot run:\n\n").append(missing).toString();
    }

    private boolean wants(String lane) {
        return options.lanes().contains(lane);
    }

    private static void say(String what) {
        System.err.println("bench: " + what + " ...");
    }
}
