package io.sallyport.json.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KindTest {

    private static final Kind<Duration> DURATION = Kind.duration(Duration.ZERO, Duration.ofDays(30));

    @ParameterizedTest
    @CsvSource({"5s,PT5S", "250ms,PT0.25S", "2m,PT2M", "1h,PT1H", "30d,PT720H", "30,PT30S", "0s,PT0S"})
    void readsDurations(String text, Duration duration) {
        assertThat(DURATION.parse().apply(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "5 s", "1.5s", "5S", "31d", "", "99999999999s"})
    void refusesOtherDurations(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DURATION.parse().apply(text));
    }

    @ParameterizedTest
    @CsvSource({"90,90s", "120,2m", "3600,1h", "86400,1d", "0,0s"})
    void showsDurationsInTheLargestExactUnit(String text, String shown) {
        assertThat(DURATION.show().apply(DURATION.parse().apply(text))).isEqualTo(shown);
    }

    @Test
    void readsAPortInBothSpellings() {
        assertThat(Kind.PORT.parse().apply("8080")).isEqualTo(8080);
        assertThat(Kind.PORT.parse().apply(":8080")).isEqualTo(8080);
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.PORT.parse().apply("65536"));
    }

    @ParameterizedTest
    @CsvSource({"65536,65536", "64KB,65536", "1MB,1048576", "1GB,1073741824"})
    void readsSizes(String text, int bytes) {
        assertThat(Kind.BYTES.parse().apply(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2GB", "1mb", "-1", "1.5MB"})
    void refusesOtherSizes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.BYTES.parse().apply(text));
    }

    @Test
    void keepsDecimalsExact() {
        assertThat(Kind.decimal(6).parse().apply("0.15")).isEqualTo(new BigDecimal("0.15"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "NaN", "Infinity", "1e-30", "0,15", "0.1234567", "1.", ".5"})
    void refusesWhatIsNoPlainDecimal(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.decimal(6).parse().apply(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host:80", "http://user:pw@host", "http://host?x=1", "http://", "http://a b"})
    void refusesWhatIsNoPlainAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.HTTP_URL.parse().apply(text))
                .withMessageStartingWith("must be an address");
    }

    @Test
    void findsTheNearestWord() {
        assertThat(Nearest.to("prot", List.of("host", "port", "proto"))).contains("port");
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.hint("xyz", List.of("backends"))).isEmpty();
    }
}
