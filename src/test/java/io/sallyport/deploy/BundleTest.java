package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands.Ended;
import io.sallyport.testkit.Passerby;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive that runs the gateway on a machine without Java.
@Tag("DE5")
@Tag("DE10")
final class BundleTest {

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
        assertThat(Files.readString(Path.of(RELEASE.archive() + ".sha256")))
                .startsWith(Release.sum(Files.readAllBytes(RELEASE.archive())));
    }

    @Test
    void isTheSameToTheByteWhenItIsMadeAgain() throws Exception {
        String first = Release.sum(Files.readAllBytes(RELEASE.archive()));

        Path second = RELEASE.again();

        assertThat(Release.sum(Files.readAllBytes(second))).isEqualTo(first);
    }

    @Test
    void startsAndServesWithNothingButItself() throws Exception {
        HttpResponse<String> health;
        int ended;
        Ended version;
        try (UnpackedBundle bundle = UnpackedBundle.started(RELEASE, folder);
                Passerby client = new Passerby(URI.create(bundle.address()))) {
            health = client.get("/health");
            version = bundle.run("./sallyport version");
            ended = bundle.stop();
        }

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(ended).isIn(0, 143);
        assertThat(version.output()).contains("0.0.0-test");
    }

    @Test
    @Tag("O15")
    void servesWhatItsFileSaysByARuntimeThatCompilesNothing() throws Exception {
        try (UnpackedBundle bundle = UnpackedBundle.started(RELEASE, folder, "--config", "config/casual.yaml");
                Passerby client = new Passerby(URI.create(bundle.address()))) {
            HttpResponse<String> known = client.get("/v1/models", "x-api-key", "change-me-client-key");
            HttpResponse<String> stranger = client.get("/v1/models", "x-api-key", "another-key");
            Ended compiler = bundle.run("ls runtime/bin");

            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(compiler.output().lines()).contains("java").doesNotContain("javac");
        }
    }

    @Test
    void saysWhatItCannotDoWithoutTheSources() throws Exception {
        Ended build = Release.run(unpack(), "./sallyport", "build");

        assertThat(build.code()).isEqualTo(1);
        assertThat(build.output()).contains("needs the sources");
    }

    private Path unpack() throws IOException {
        return UnpackedBundle.unpack(RELEASE, folder);
    }
}
