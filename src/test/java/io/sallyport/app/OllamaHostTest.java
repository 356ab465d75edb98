package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaHostTest {
    @ParameterizedTest
    @CsvSource({
        "gpu-box,                    http://gpu-box:11434",
        "gpu-box:8000,               http://gpu-box:8000",
        "0.0.0.0,                    http://127.0.0.1:11434",
        "0.0.0.0:8000,               http://127.0.0.1:8000",
        ":8000,                      http://127.0.0.1:8000",
        "[::],                       http://127.0.0.1:11434",
        "[::1]:8000,                 http://[::1]:8000",
        "http://0.0.0.0:11434,       http://127.0.0.1:11434",
        "http://gpu-box,             http://gpu-box",
        "HTTPS://models.example/ai/, https://models.example/ai",
        "gpu-box:8000/v1,            http://gpu-box:8000"
    })
    void meansTheAddressWhereTheServerIsFound(String text, URI address) {
        assertThat(OllamaHost.address(text)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "ftp://gpu-box", "gpu-box:port", "http://user:secret@gpu-box", "gpu-box/?x=1"})
    void isNothingWhenItIsNoAddress(String text) {
        assertThat(OllamaHost.address(text)).isEmpty();
    }
}
