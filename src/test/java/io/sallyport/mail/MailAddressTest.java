package io.sallyport.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"ops@example.com", "o.p+s_1@mail.example.co.uk", "root@localhost"})
    void takesPlainAddresses(String text) {
        assertThat(new MailAddress(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ops",
                "@example.com",
                "a@b@c",
                "Ops <ops@example.com>",
                "ops@example.com, boss@example.com",
                "ops@example.com\r\nBcc: boss@example.com",
                "ops@example.com\u0000",
                "\"a b\"@example.com"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> new MailAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
