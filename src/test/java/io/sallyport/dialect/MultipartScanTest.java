package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartScanTest {
    private static final String TYPE = "multipart/form-data; boundary=abc";

    @Test
    void findsTheModelBehindALargeFile() {
        String file = "\r\n--ab not a boundary \r\n".repeat(1000);
        Bytes body = form(part("file\"; filename=\"a.wav", file), part("model", "whisper-1"), part("stream", "true"));

        RequestFacts facts = MultipartScan.facts(TYPE, body);

        assertThat(facts.model()).contains("whisper-1");
        assertThat(facts.modelSpan().orElseThrow().text()).isEqualTo("whisper-1");
        assertThat(facts.stream()).isTrue();
    }

    @Test
    void doesNotTakeAFileForAField() {
        Bytes body = form(part("model\"; filename=\"model", "evil"));

        assertThat(MultipartScan.facts(TYPE, body).model()).isEmpty();
    }

    @Test
    void understandsAQuotedBoundary() {
        Bytes body = form(part("model", "m"));

        assertThat(MultipartScan.facts("Multipart/Form-Data; Boundary=\"abc\"", body)
                        .model())
                .contains("m");
    }

    @Test
    void refusesTwoModels() {
        Bytes body = form(part("model", "a"), part("model", "b"));

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> MultipartScan.facts(TYPE, body));

        assertThat(refused.refusal().code()).isEqualTo("duplicate_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--abc",
                "--abc\r\n",
                "--abcX\r\n",
                "junk",
                "--abc\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ncut"
            })
    void refusesWhatIsNoWholeForm(String text) {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> MultipartScan.facts(TYPE, Bytes.of(text)));

        assertThat(refused.refusal().code()).isEqualTo("malformed_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=\"a\"; name=\"model\"",
                "form-data; name=\"a\\\"; name=\"model\"",
                "form-data; name=\"a; name=\"model\"",
                "form-data; name*=UTF-8''model; name=a",
                "form-data; name=a\nContent-Disposition: form-data; name=model",
                "form-data; name=a\r\n ; name=model",
                "form-data; name=a\r\nContent-Disposition: form-data; name=model",
                "form-data; name=a\r\nContent-Disposition : form-data; name=model",
                "form-data; name=model\r\nContent-Transfer-Encoding: base64"
            })
    @Tag("B07")
    void refusesAHeadThatAnotherReaderMightReadDifferently(String disposition) {
        Bytes body = Bytes.of("--abc\r\nContent-Disposition: " + disposition + "\r\n\r\nx\r\n--abc--\r\n");

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> MultipartScan.facts(TYPE, body));

        assertThat(refused.refusal().code()).isEqualTo("malformed_request");
    }

    @Test
    @Tag("B07")
    void isNotFooledByASemicolonInQuotes() {
        Bytes body = form(part("other\"; x=\"; name=model", "free"), part("model", "dear"));

        assertThat(MultipartScan.facts(TYPE, body).model()).contains("dear");
    }

    @Test
    @Tag("B07")
    void refusesAModelBesideAFileOfThatName() {
        Bytes body = form(part("model\"; filename=\"", "dear"), part("model", "free"));

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> MultipartScan.facts(TYPE, body));

        assertThat(refused.refusal().code()).isEqualTo("duplicate_key");
    }

    @Test
    void refusesATypeWithoutBoundary() {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> MultipartScan.facts("multipart/form-data", Bytes.of("--abc--")));

        assertThat(refused.refusal().code()).isEqualTo("malformed_request");
    }

    private static String part(String name, String value) {
        return "--abc\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static Bytes form(String... parts) {
        return Bytes.of(String.join("", parts) + "--abc--\r\n");
    }
}
