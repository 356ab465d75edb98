import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads what a process and its descendants used, from /proc.
///
/// The database of a gateway is counted apart: its processes are named `postgres`.
final class Processes {
    private static final double TICKS_PER_SECOND = 100;

    private Processes() {}

    /// Whose use is asked for.
    enum Part {
        GATEWAY,
        DATABASE
    }

    /// CPU time in microseconds, user and system, of the living and of the children that were waited for.
    static double cpuMicros(ProcessHandle root, Part part) {
        return tree(root, part)
                        .mapToDouble(pid -> {
                            String[] stat = afterName(read("/proc/" + pid + "/stat"));
                            return stat.length < 15 ? 0 : Double.parseDouble(stat[11]) + Double.parseDouble(stat[12]);
                        })
                        .sum()
                * 1e6
                / TICKS_PER_SECOND;
    }

    /// Part of the CPU time of a gateway in microseconds that its compiler took; 0 for what is no Java machine.
    static double compilerMicros(ProcessHandle root) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + root.pid() + "/task"))) {
            return threads.mapToDouble(thread -> {
                                String stat = read(thread + "/stat");
                                String[] times = afterName(stat);
                                boolean compiles = stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler");
                                return compiles ? Double.parseDouble(times[11]) + Double.parseDouble(times[12]) : 0;
                            })
                            .sum()
                    * 1e6
                    / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Proportional set size in KiB: pages shared by n processes count one n-th for each.
    static double memoryKiB(ProcessHandle root, Part part) {
        return tree(root, part)
                .mapToDouble(pid -> number(read("/proc/" + pid + "/smaps_rollup"), "Pss:"))
                .sum();
    }

    static double threads(ProcessHandle root) {
        return tree(root, Part.GATEWAY)
                .mapToDouble(pid -> number(read("/proc/" + pid + "/status"), "Threads:"))
                .sum();
    }

    private static Stream<Long> tree(ProcessHandle root, Part part) {
        Predicate<Long> database = pid -> read("/proc/" + pid + "/comm").startsWith("postgres");
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .filter(part == Part.DATABASE ? database : database.negate());
    }

    /// The name stands in brackets and may hold spaces.
    private static String[] afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
    }

    private static double number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(name.length()).replace("kB", "").trim()))
                .findFirst()
                .orElse(0);
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            // A process that ended between listing and reading answers "no such process".
            return "";
        }
    }

    /// What a command prints, its errors too; empty when there is no such command.
    static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            return "";
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
