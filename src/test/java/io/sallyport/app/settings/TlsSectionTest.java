package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsSectionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{certificate: x}                 | server.tls.key: is needed, too",
                "{key: x}                         | server.tls.certificate: is needed, too",
                "{certificate: x, key: y}         | server.tls: certificate must be certificates as PEM",
                "{certificate_file: nowhere}      | server.tls.certificate_file: names a file that cannot be read"
            })
    void saysWhatIsWrong(String tls, String problem) {
        assertThat(problems(read("server: {tls: " + tls + "}")).toString()).contains(problem);
    }
}
