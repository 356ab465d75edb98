package io.sallyport.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Certificates.Pem;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.RawHttp2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What h2spec 2.2.0 finds in the HTTP/2 of a gateway.
///
/// Its program for Linux on amd64 comes in a plugin for Maven, which `mvn -Pnightly` unpacks.
@Tag("nightly")
@Tag("C09")
@Timeout(600)
final class Http2ConformanceTest {
    private static final Path ARCHIVE =
            Path.of(System.getProperty("h2spec.archive", "target/h2spec/2.2.0/h2spec_linux_amd64.tar.gz"));

    /// What it wrote, for whoever has to mend something.
    private static final Path LOG = Path.of("target/h2spec.log").toAbsolutePath();

    /// Netty resets the stream with another reason, or the stream where h2spec wants the connection to end,
    /// because it does not know whether a stream that is gone was ever opened.
    private static final Set<String> OF_NETTY = Set.of(
            "half closed (remote): Sends a HEADERS frame",
            "closed: Sends a HEADERS frame",
            "Sends stream identifier that is numerically smaller than previous");

    /// Where the answer may be faster than what breaks the rule; `Http2LimitsTest` breaks each on an open
    /// stream.
    private static final Set<String> OF_WHOEVER_IS_FASTER = Set.of(
            "Sends multiple WINDOW_UPDATE frames increasing the flow control window to above 2^31-1 on a stream",
            "Sends a second HEADERS frame without the END_STREAM flag",
            "Sends a HEADERS frame that contains a pseudo-header field as trailers",
            "Sends a HEADERS frame with the \"content-length\" header field which does not equal the DATA frame payload"
                    + " length",
            "Sends a HEADERS frame with the \"content-length\" header field which does not equal the sum of the multiple"
                    + " DATA frames payload length");

    private static final Pattern FAILED = Pattern.compile("(?m)^ *× [0-9]+: (.*)$");

    @TempDir
    Path folder;

    @Test
    void breaksNoRule() throws Exception {
        Pem own = Certificates.pem(folder, "own");
        run("tar", "-xzf", ARCHIVE.toAbsolutePath().toString());

        try (GatewayHarness gateway =
                GatewayHarness.with().server("tls", tls(own)).start()) {
            int port = gateway.url().getPort();
            // The first handshake of a process takes longer than those h2spec waits for.
            RawHttp2.to(port, Certificates.client(own, Optional.empty())).close();
            String told = run("./h2spec", "-t", "-k", "-p", String.valueOf(port), "-P", "/health", "-o", "10");

            assertThat(told).containsPattern("14[0-9] tests, ").contains(" 0 skipped, ");
            assertThat(FAILED.matcher(told).results().map(failed -> failed.group(1)))
                    .allMatch(name -> OF_NETTY.contains(name) || OF_WHOEVER_IS_FASTER.contains(name));
        }
    }

    private JsonObject tls(Pem own) throws IOException {
        return Json.object()
                .put(
                        "certificate_file",
                        Files.writeString(folder.resolve("tls.crt"), own.certificate())
                                .toString())
                .put(
                        "key_file",
                        Files.writeString(folder.resolve("tls.key"), own.key()).toString());
    }

    private String run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile())
                .start()
                .waitFor();
        return Files.readString(LOG, UTF_8);
    }
}
