package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bundle that was unpacked, and the gateway that runs from it with next to no environment.
final class UnpackedBundle implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Path folder;
    private final Path home;
    private final Process gateway;
    private final String address;

    private UnpackedBundle(Path folder, Path home, Process gateway) throws IOException {
        this.folder = folder;
        this.home = home;
        this.gateway = gateway;
        this.address = address(gateway);
    }

    /// @return the folder with everything in it
    static Path unpack(Release release, Path into) throws IOException {
        Ended done = Release.run(into, "tar", "-xzf", release.archive().toString());
        assertThat(done.code()).as(done.output()).isZero();
        return into.resolve(release.folder().getFileName());
    }

    /// Unpacks and starts; the folder is also the home of whoever runs it.
    ///
    /// @param options further options of the gateway
    static UnpackedBundle started(Release release, Path home, String... options) throws IOException {
        Path folder = unpack(release, home);
        Process gateway = bash(
                        folder, home, "exec ./sallyport up --port 0 --metrics-port 0 " + String.join(" ", options))
                .start();
        return new UnpackedBundle(folder, home, gateway);
    }

    /// Where it serves calls.
    String address() {
        return address;
    }

    /// Runs lines of a shell in the folder of the bundle, as long as none of them fails.
    Ended run(String lines) throws IOException {
        ProcessBuilder shell = bash(folder, home, "set -eu\n" + lines);
        shell.environment().put("SALLYPORT_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return Release.run(shell);
    }

    /// Ends it as a platform would.
    ///
    /// @return its exit code
    int stop() {
        gateway.destroy();
        return gateway.onExit().join().exitValue();
    }

    @Override
    public void close() {
        stop();
    }

    private static ProcessBuilder bash(Path folder, Path home, String lines) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", lines)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        // A machine that runs tests beside it may be slow.
        builder.environment()
                .putAll(Map.of(
                        "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOME", home.toString(),
                        "SALLYPORT_DATABASE_ACQUIRE_TIMEOUT", "10s",
                        "SALLYPORT_DATABASE_STATEMENT_TIMEOUT", "10s"));
        return builder;
    }

    /// A gateway whose log nobody reads would wait until somebody does.
    private static void drain(BufferedReader lines) {
        Thread.ofVirtual().start(() -> {
            try {
                lines.transferTo(Writer.nullWriter());
            } catch (IOException _) {
                // It has ended.
            }
        });
    }

    private static String address(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                drain(lines);
                return address.group();
            }
        }
        throw new AssertionError("the gateway ended before it served calls:\n" + said);
    }
}
