package io.sallyport.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A real OpenSearch node in a process of its own.
///
/// Its 117 libraries (74 MB) are fetched by Maven when they are first needed; they never meet those of the
/// gateway.
public final class TestOpenSearch implements AutoCloseable {
    private static final Path HOME = Path.of("src/test/opensearch");
    private static final Path LIBRARIES = Path.of("target/opensearch.classpath");

    private final Process process;
    private final URI url;

    private TestOpenSearch(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Starts a node with nothing in it; takes some seconds.
    public static TestOpenSearch start() {
        try {
            Path folder = Files.createTempDirectory("opensearch");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            libraries(),
                            "--source",
                            "25",
                            HOME.resolve("Node.source").toString(),
                            folder.resolve("data").toString())
                    .redirectError(folder.resolve("log").toFile())
                    .start();
            return new TestOpenSearch(process, URI.create("http://127.0.0.1:" + port(process, folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String port(Process process, Path folder) throws IOException {
        String port =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (port == null) {
            throw new IllegalStateException("OpenSearch did not start; see " + folder.resolve("log"));
        }
        return port;
    }

    private static String libraries() throws IOException {
        Path description = HOME.resolve("pom.xml");
        boolean isKnown = Files.exists(LIBRARIES)
                && Files.getLastModifiedTime(LIBRARIES).compareTo(Files.getLastModifiedTime(description)) > 0;
        if (!isKnown) {
            Files.createDirectories(LIBRARIES.getParent());
            fetch();
        }
        return Files.readString(LIBRARIES);
    }

    private static void fetch() throws IOException {
        List<String> command = List.of(
                "mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=" + LIBRARIES.toAbsolutePath());
        try {
            NodeRun run = NodeRun.of(HOME, Map.of(), command.toArray(String[]::new));
            if (run.code() != 0) {
                throw new IllegalStateException("Maven did not find OpenSearch: " + run.output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while libraries were fetched", e);
        }
    }

    public URI url() {
        return url;
    }

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
