package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportSectionTest {
    private static final String BUCKET = """
            export:
              bucket:
                access_key: AKID
                secret_key: test-secret
                endpoint: %s
                name: %s
                prefix: %s
            """;

    @ParameterizedTest
    @ValueSource(strings = {"eu", "eu/prod", "a/b.c/_d-e"})
    void takesAPrefixOfSeveralNames(String prefix) {
        Settings settings = accepted(read(BUCKET.formatted("https://s3.example.com/", "calls", prefix)))
                .value();

        assertThat(settings.export().bucket().orElseThrow().prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/../b", "a/./b", "a/", "a//b", "/a", ".."})
    void refusesAPrefixThatIsNoPath(String prefix) {
        assertThat(problems(read(BUCKET.formatted("https://s3.example.com", "calls", prefix))))
                .singleElement()
                .asString()
                .contains("export.bucket.prefix: must be names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls/eu", "..", "/calls"})
    void refusesABucketThatIsAPath(String name) {
        assertThat(problems(read(BUCKET.formatted("https://s3.example.com", name, "eu"))))
                .anySatisfy(problem -> assertThat(problem).contains("export.bucket.name: must be letters"));
    }

    @Test
    void refusesAnEndpointWithAPath() {
        assertThat(problems(read(BUCKET.formatted("https://s3.example.com/store", "calls", "eu"))))
                .singleElement()
                .asString()
                .contains("export.bucket.endpoint: must have no path");
    }
}
