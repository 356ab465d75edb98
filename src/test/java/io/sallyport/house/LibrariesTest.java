package io.sallyport.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The libraries that are shipped, and those that read what strangers send, whatever asked for them.
final class LibrariesTest {
    private static final Path SHIPPED = Path.of("target/lib");
    private static final Path LIST = Path.of("src/test/resources/house/libraries.sha256");
    private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)[^/]*\\.jar$");

    /// The oldest without the holes that were known in November 2026.
    @ParameterizedTest
    @CsvSource({
        "io.netty.handler.codec.http.HttpObjectDecoder, 4.2.15",
        "io.netty.handler.ssl.SslHandler, 4.2.15",
        "tools.jackson.databind.ObjectMapper, 3.1.4",
        "org.postgresql.Driver, 42.7.7"
    })
    @Tag("S03")
    void areNotOlderThanTheirLastKnownHole(String type, String floor) throws Exception {
        Path jar = Path.of(Class.forName(type)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        Matcher version = VERSION.matcher(jar.toString());

        assertThat(version.find()).as("%s", jar).isTrue();
        assertThat(Version.parse(version.group(1))).as("%s", jar).isGreaterThanOrEqualTo(Version.parse(floor));
    }

    /// A library that came with another one, or that is another file than it was, is looked at by somebody
    /// before it is shipped.
    @Test
    @Tag("S01")
    void areThoseThatSomebodyLookedAt() throws Exception {
        List<String> shipped = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(SHIPPED, "*.jar")) {
            for (Path jar : jars) {
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                shipped.add(HexFormat.of().formatHex(sum) + " " + jar.getFileName());
            }
        }

        assertThat(shipped)
                .as("what is in %s; list in %s what is meant, after a build into an empty folder", SHIPPED, LIST)
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(LIST));
    }
}
