package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.deploy.Release.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive that runs the gateway on a machine without Java.
@Tag("DE5")
@Tag("DE10")
final class BundleTest {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Release RELEASE = Release.made();

    @TempDir
    Path folder;

    @Test
    void carriesEverythingThatRunsAGateway() throws Exception {
        Path unpacked = unpack();

        assertThat(List.of(
                        "sallyport",
                        "sallyport.jar",
                        "lib",
                        "runtime/bin/java",
                        "migrations/versions",
                        "config/minimal.yaml",
                        "LICENSE",
                        "docs/guides/operate.md"))
                .allSatisfy(name -> assertThat(unpacked.resolve(name)).exists());
        assertThat(unpacked.resolve("sbom.cdx.json")).hasContent(Release.BILL);
    }

    @Test
    void tellsTheSumOfEveryFileAndOfItself() throws Exception {
        Path unpacked = unpack();

        Ended files = Release.run(unpacked, "sha256sum", "--check", "--quiet", "SHA256SUMS");
        long summed = Files.readAllLines(unpacked.resolve("SHA256SUMS")).size();

        assertThat(files).isEqualTo(new Ended(0, ""));
        assertThat(Release.run(unpacked, "bash", "-c", "find . -type f | wc -l")
                        .output()
                        .strip())
                .isEqualTo(Long.toString(summed + 1));
        assertThat(Files.readString(Path.of(RELEASE.archive() + ".sha256"))).startsWith(sum(RELEASE.archive()));
    }

    @Test
    void isTheSameToTheByteWhenItIsMadeAgain() throws Exception {
        String first = sum(RELEASE.archive());

        Path second = RELEASE.again();

        assertThat(sum(second)).isEqualTo(first);
    }

    @Test
    void startsAndServesWithNothingButItself() throws Exception {
        Path unpacked = unpack();
        Path data = folder.resolve("data");

        Process process = start(unpacked, "up", "--port", "0", "--metrics-port", "0", "--data", data.toString());
        HttpResponse<String> health = get(address(process) + "/health");
        process.destroy();

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(process.onExit().join().exitValue()).isIn(0, 143);
        assertThat(Release.run(unpacked, "./sallyport", "version").output()).contains("0.0.0-test");
    }

    @Test
    void saysWhatItCannotDoWithoutTheSources() throws Exception {
        Ended build = Release.run(unpack(), "./sallyport", "build");

        assertThat(build.code()).isEqualTo(1);
        assertThat(build.output()).contains("needs the sources");
    }

    private Path unpack() throws IOException {
        Ended done = Release.run(folder, "tar", "-xzf", RELEASE.archive().toString());
        assertThat(done.code()).as(done.output()).isZero();
        return folder.resolve(RELEASE.folder().getFileName());
    }

    private static Process start(Path unpacked, String... words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder().directory(unpacked.toFile()).redirectErrorStream(true);
        builder.command().add("./sallyport");
        builder.command().addAll(List.of(words));
        builder.environment().clear();
        // A machine that runs tests beside it may be slow.
        builder.environment()
                .putAll(Map.of(
                        "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                        "SALLYPORT_DATABASE_ACQUIRE_TIMEOUT", "10s",
                        "SALLYPORT_DATABASE_STATEMENT_TIMEOUT", "10s"));
        return builder.start();
    }

    private static String address(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return address.group();
            }
        }
        throw new AssertionError("the gateway ended before it served calls:\n" + said);
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    private static String sum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
