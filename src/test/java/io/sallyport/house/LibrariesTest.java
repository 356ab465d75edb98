package io.sallyport.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The libraries that read what strangers send, as they are on the class path, whatever asked for them.
final class LibrariesTest {
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
}
