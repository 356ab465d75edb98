package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"content-type", "Content-Type", "CONTENT-TYPE", "cONTENT-tYPE"})
    void isTheSameInAnyCase(String spelled) {
        HeaderName name = HeaderName.of(spelled);

        assertThat(name)
                .isEqualTo(HeaderName.of("content-type"))
                .hasSameHashCodeAs(HeaderName.of("content-type"))
                .hasToString("content-type");
        assertThat(name.lowerCase()).isEqualTo("content-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-of-mine", "X-Of-Mine", "Content-Type", "CONTENT-type", "date"})
    void isWrittenAsItWasSpelled(String spelled) {
        String start = new String(HeaderName.of(spelled).start(), StandardCharsets.ISO_8859_1);

        assertThat(start).isEqualTo("\r\n" + spelled + ": ");
    }

    @Test
    void differsFromAnotherNameOfTheSameHash() {
        HeaderName one = HeaderName.of("x-a~");
        HeaderName other = HeaderName.of("x-b_");

        assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other).isNotEqualTo("x-a~");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length",
                "Content-Length",
                "CONTENT-LENGTH",
                "transfer-encoding",
                "Transfer-Encoding",
                "tRANSFER-eNCODING",
                "connection",
                "Connection",
                "CONNECTION"
            })
    @Tag("A25")
    void knowsWhatFramesAMessageInAnyCase(String spelled) {
        assertThat(HeaderName.of(spelled).isFraming()).isTrue();
        assertThat(HeaderName.of(spelled + "s").isFraming()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a:",
                ":status",
                "a\r",
                "a\nb",
                "a\0",
                "caf\u00e9",
                "a\u010d",
                "a\u010a",
                "a\u0100",
                "a\u013a",
                "\u212aey",
                "content-length "
            })
    @Tag("A25")
    void isAToken(String spelled) {
        assertThatThrownBy(() -> HeaderName.of(spelled)).isInstanceOf(IllegalArgumentException.class);
    }
}
