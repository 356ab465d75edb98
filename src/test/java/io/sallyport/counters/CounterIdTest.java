package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F17")
final class CounterIdTest {

    @Test
    void isTheSameForTheSameWords() {
        assertThat(CounterId.of("rpm", "tenant-1")).isEqualTo(CounterId.of("rpm", "tenant-1"));
    }

    @Test
    void differsWhereWordsAreCutElsewhere() {
        Set<CounterId> ids = Stream.of(
                        CounterId.of("a", "bc"),
                        CounterId.of("ab", "c"),
                        CounterId.of("abc"),
                        CounterId.of("abc", ""),
                        CounterId.of("", "abc"),
                        CounterId.of("a:bc"),
                        CounterId.of("a", "bc", ""))
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(7);
    }

    @Test
    void isAlwaysThirtyTwoHexadecimalDigits() {
        assertThat(Stream.of("", "{x}", "a\r\nFLUSHALL\r\n", "🦊".repeat(10_000), "*?[a-z]"))
                .allSatisfy(word -> assertThat(CounterId.of(word).text()).matches("[0-9a-f]{32}"));
        assertThat(new CounterId(0, 1).text()).isEqualTo("0".repeat(31) + "1");
    }
}
