package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The container image, read as a container runtime would read it.
@Tag("DE12")
@Tag("SE13")
final class ImageTest {

    private static final int ANYBODY_WRITES = 0002;
    private static final int SET_ID = 06000;
    private static final Set<String> PLACES = Set.of("data/", "tmp/");

    private static Path image = Path.of("");
    private static Map<String, byte[]> layout = Map.of();

    @BeforeAll
    static void makesTheImage() throws IOException {
        image = Release.made().image("022");
        layout = files(Files.newInputStream(image));
    }

    @Test
    void isAnOciLayoutWhoseSumsAreRight() throws Exception {
        Json index = json("index.json");

        assertThat(json("oci-layout").get("imageLayoutVersion").text()).isEqualTo("1.0.0");
        assertThat(layout)
                .containsKey(blob(index.get("manifests").at(0).get("digest").text()));
        for (Map.Entry<String, byte[]> file : layout.entrySet()) {
            if (file.getKey().startsWith("blobs/")) {
                assertThat("blobs/sha256/" + Release.sum(file.getValue())).isEqualTo(file.getKey());
            }
        }
    }

    @Test
    void runsTheGatewayAsAUserWhoIsNotRoot() {
        Json config = config().get("config");

        assertThat(config.get("User").text()).isEqualTo("65532:65532");
        assertThat(texts(config.get("Entrypoint")))
                .startsWith("/opt/sallyport/runtime/bin/java")
                .endsWith("-jar", "/opt/sallyport/sallyport.jar");
        assertThat(texts(config.get("Cmd"))).startsWith("up");
        assertThat(config.get("Env").isMissing()).isTrue();
    }

    @Test
    void namesForDockerWhatItNamesForOci() {
        Json docker = json("manifest.json").at(0);

        assertThat(docker.get("Config").text())
                .isEqualTo(blob(manifest().get("config").get("digest").text()));
        assertThat(texts(docker.get("Layers")))
                .isEqualTo(manifest().get("layers").elements().stream()
                        .map(layer -> blob(layer.get("digest").text()))
                        .toList());
    }

    @Test
    void unpacksToTheLayersItsConfigurationNames() throws Exception {
        List<String> unpacked = new ArrayList<>();
        for (byte[] layer : layers()) {
            unpacked.add("sha256:" + Release.sum(unzip(layer)));
        }

        assertThat(texts(config().get("rootfs").get("diff_ids"))).isEqualTo(unpacked);
    }

    @Test
    void hasOnlyTwoPlacesItsUserMayWriteTo() throws Exception {
        for (TarArchiveEntry entry : entries()) {
            // The mode of a link says nothing.
            assertThat(entry.isSymbolicLink() ? 0 : entry.getMode() & (ANYBODY_WRITES | SET_ID))
                    .as(entry.getName())
                    .isZero();
            assertThat(entry.getLongUserId())
                    .as(entry.getName())
                    .isEqualTo(PLACES.contains(entry.getName()) ? 65532 : 0);
        }
    }

    @Test
    void carriesTheProgramAndNoShellAndNoSecret() throws Exception {
        List<String> names = entries().stream().map(TarArchiveEntry::getName).toList();

        assertThat(names)
                .contains(
                        "opt/sallyport/sallyport.jar",
                        "opt/sallyport/runtime/bin/java",
                        "opt/sallyport/sbom.cdx.json",
                        "etc/passwd")
                .anyMatch(name -> name.contains("libc.so") || name.contains("ld-musl"))
                .noneMatch(name ->
                        name.matches("(.*/)?(sh|bash|busybox|first-run\\.json|master-key|key-pepper|\\.env|id_rsa.*)"))
                .noneMatch(name -> name.matches(".*\\.(pem|key|p12|jks)"));
    }

    @Test
    void isTheSameToTheByteWhenItIsMadeAgain() throws Exception {
        String first = Release.sum(Files.readAllBytes(image));

        Path second = Release.made().image("077");

        assertThat(Release.sum(Files.readAllBytes(second))).isEqualTo(first);
    }

    private static Json json(String name) {
        return Json.parse(new String(layout.get(name), StandardCharsets.UTF_8));
    }

    private static Json manifest() {
        return json(blob(json("index.json").get("manifests").at(0).get("digest").text()));
    }

    private static Json config() {
        return json(blob(manifest().get("config").get("digest").text()));
    }

    private static String blob(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }

    private static List<byte[]> layers() {
        return manifest().get("layers").elements().stream()
                .map(layer -> layout.get(blob(layer.get("digest").text())))
                .toList();
    }

    private static List<TarArchiveEntry> entries() throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        for (byte[] layer : layers()) {
            try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(unzip(layer)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static Map<String, byte[]> files(InputStream archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(entry.getName(), tar.readAllBytes());
                }
            }
        }
        return files;
    }

    private static List<String> texts(Json array) {
        return array.elements().stream().map(Json::text).toList();
    }

    private static byte[] unzip(byte[] packed) throws IOException {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return zip.readAllBytes();
        }
    }
}
