package io.sallyport.lang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeaderTest {

    @ParameterizedTest
    @CsvSource({"host,Host", "content-type,Content-Type", "x-api-key,X-Api-Key", "a-,A-"})
    void writesANameAsMostClientsDo(String name, String capitalised) {
        assertThat(Header.capitalised(name)).isEqualTo(capitalised);
    }
}
