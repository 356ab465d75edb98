package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.util.AsciiString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"content-type", "Content-Type", "CONTENT-type", "x-request-id", "x-of-mine", "X-Of-Mine"})
    void findsAHeaderHoweverItIsSpelled(String spelled) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.add(new AsciiString(spelled), "here");

        assertThat(headers.get(KnownNames.asked("content-type")) != null)
                .isEqualTo(spelled.equalsIgnoreCase("content-type"));
        assertThat(headers.get(KnownNames.asked(spelled))).isEqualTo("here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"content-type", "Content-Type", "CONTENT-type", "X-Request-Id", "X-Request-ID", "x-of-mine"})
    void keepsTheSpellingOfWhatWasSent(String spelled) {
        assertThat(KnownNames.sent(new AsciiString(spelled))).isEqualTo(spelled);
        assertThat(KnownNames.sent(spelled)).isEqualTo(spelled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type", "Content-Type", "X-Session-Id", "Server", "date"})
    void makesTheTextOfAKnownNameOnce(String spelled) {
        String once = KnownNames.sent(new AsciiString(spelled));
        String again = KnownNames.sent(new AsciiString(spelled));

        assertThat(again).isSameAs(once);
    }
}
