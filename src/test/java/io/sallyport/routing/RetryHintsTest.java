package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("E05")
class RetryHintsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry-after=5                                                                     | PT5S
            retry-after=0.25                                                                  | PT0.25S
            retry-after=7; retry-after-ms=1500                                                | PT1.5S
            retry-after-ms=1499.2                                                             | PT1.5S
            retry-after=7; retry-after-ms=soon                                                | PT7S
            retry-after=Sun, 22 Nov 2026 12:00:30 GMT                                         | PT30S
            retry-after=Sun, 22 Nov 2026 11:00:00 GMT                                         | PT0S
            x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=6m0s                 | PT6M
            x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=1h2m3.5s             | PT1H2M3.5S
            x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=120ms                    | PT0.12S
            x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=59                       | PT59S
            retry-after=2; x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=59        | PT2S
            anthropic-ratelimit-requests-remaining=0; anthropic-ratelimit-requests-reset=2026-11-22T12:00:09Z | PT9S
            anthropic-ratelimit-input-tokens-remaining=0; anthropic-ratelimit-input-tokens-reset=2026-11-22T11:59:00Z | PT0S
            """)
    void areReadFromTheHead(String head, Duration wait) {
        assertThat(hints(head).wait(Optional.empty())).contains(wait);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server=x
            retry-after=-1
            retry-after=99999999999999
            x-ratelimit-remaining-requests=3; x-ratelimit-reset-requests=1s
            x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=1s, or so
            x-ratelimit-remaining-requests=0
            anthropic-ratelimit-tokens-remaining=0; anthropic-ratelimit-tokens-reset=tomorrow
            """)
    void areNoneWhenNothingCanBeRead(String head) {
        assertThat(hints(head).wait(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=2s; x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=9s | PT9S
            x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=2s; x-ratelimit-remaining-tokens=7; x-ratelimit-reset-tokens=9s | PT2S
            """)
    void waitForTheLastOfTheLimitsThatAreUsedUp(String head, Duration wait) {
        assertThat(hints(head).wait(Optional.empty())).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after=2, PT2S",
        "x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=59, PT30S",
        "server=x, PT30S"
    })
    void putTheBodyBetweenThePlainHeadersAndTheLimits(String head, Duration wait) {
        assertThat(hints(head).wait(Optional.of(Duration.ofSeconds(30)))).contains(wait);
    }

    private static RetryHints hints(String head) {
        Map<String, String> headers = Arrays.stream(head.split("; ", -1))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        return new RetryHints(name -> Optional.ofNullable(headers.get(name)), NOW);
    }
}
