package io.sallyport.testkit;

import io.sallyport.app.Gateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/// A gateway in a process of its own, which can be paused in the middle of whatever it does, or killed.
///
/// It ends in order when its input ends, so it never outlives the tests.
public final class GatewayProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final CompletableFuture<URI> url;

    private GatewayProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.url = CompletableFuture.supplyAsync(this::readUrl);
    }

    /// Starts one with the settings of a folder; [#url] waits until it serves calls.
    static GatewayProcess start(Path folder) throws IOException {
        return new GatewayProcess(
                folder,
                JavaProgram.of(GatewayProcess.class, folder.toString())
                        .redirectError(folder.resolve("log").toFile())
                        .start());
    }

    /// Another one with the same settings and the same data folder, after this one has ended.
    public GatewayProcess startAgain() {
        try {
            return start(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process.
    public static void main(String[] arguments) throws IOException {
        try (Gateway gateway = Gateway.start(
                GatewayHarness.launch(Path.of(arguments[0]), Clock.systemUTC(), GatewayHarness.ENVIRONMENT))) {
            System.out.println(gateway.url());
            System.in.transferTo(System.out);
        }
    }

    private URI readUrl() {
        try {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            // Log lines stand there too; on a slow machine some come first.
            String line = said.readLine();
            while (line != null && !line.startsWith("http")) {
                line = said.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("the gateway ended before it served calls");
            }
            // More of them follow, and whoever logs waits while nobody reads them.
            Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
            return URI.create(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return url.join();
    }

    /// Stops it as a machine does whose virtual host is paused; its connections stay open.
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    /// Ends it without a word.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// What is left on its heap after a whole collection.
    public long liveBytes() {
        try {
            Process asked = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .start();
            String[] total = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow()
                    .split("\\s+", -1);
            return Long.parseLong(total[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it in order, if it is still there.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.onExit().join();
    }
}
