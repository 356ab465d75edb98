package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.BuiltIns.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class BuiltInsTest {

    @Test
    @Tag("PR1")
    void hasALineInTheGuideForEveryProvider() throws IOException {
        String guide = Files.readString(Path.of("docs/guides/providers.md"));

        assertThat(BuiltIns.providers()).allSatisfy(kind -> assertThat(guide).contains(start(kind)));
    }

    @Test
    void namesEveryProviderInTheAnnotatedSample() throws IOException {
        String sample = Files.readString(Path.of("config/company.yaml"));

        assertThat(BuiltIns.providers())
                .allSatisfy(kind -> assertThat(sample)
                        .containsPattern("\\b" + kind.provider().kind() + "\\b"));
    }

    @Test
    @Tag("PR2")
    void namesEveryProviderOnce() {
        assertThat(BuiltIns.providers())
                .extracting(kind -> kind.provider().kind())
                .doesNotHaveDuplicates();
    }

    /// The row of the guide: the kind, its address where it has one of its own, its variable where it needs a
    /// key.
    private static String start(Kind kind) {
        return "| `" + kind.provider().kind() + "` |";
    }
}
