package io.sallyport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents tell people to type, typed word by word; only the address is another one.
@Tag("DO7")
final class WrittenCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n# run by WrittenCommandsTest\\n(.*?)^```$");
    private static final Pattern ADDRESS =
            Pattern.compile("http://(127\\.0\\.0\\.1|localhost):8080|https://ai\\.example\\.com");
    private static final String KEYS = """
            KEY=$(sed -nE 's/.*"api_key" *: *"([^"]*)".*/\\1/p' ~/.sallyport/first-run.json)
            ADMIN_KEY=$(sed -nE 's/.*"admin_key" *: *"([^"]*)".*/\\1/p' ~/.sallyport/first-run.json)
            """;

    @TempDir
    private static Path home;

    private static UnpackedBundle gateway;

    @BeforeAll
    static void starts() throws IOException {
        Files.writeString(home.resolve(".curlrc"), "fail\nsilent\nshow-error\nmax-time = 30\n");
        gateway = UnpackedBundle.started(Release.made(), home);
    }

    @AfterAll
    static void stops() {
        gateway.close();
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            return pages.filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> BLOCK.matcher(text(page)).find())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void doWhatThePageSays(Path page) throws IOException {
        String lines =
                BLOCK.matcher(text(page)).results().map(block -> block.group(1)).collect(Collectors.joining());

        Ended ended = gateway.run(KEYS + ADDRESS.matcher(lines).replaceAll(gateway.address()));

        assertThat(ended.code()).as(ended.output()).isZero();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
