package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HeaderFieldsTest {
    private final HeaderFields fields = new HeaderFields();

    @Test
    void keepsTheLastValueInTheFirstPlace() {
        set("x-a", "1");
        set("x-b", "2");
        set("X-A", "3");
        set("x-c", "4");
        set("X-b", "5");

        assertThat(lines()).containsExactly("x-a: 3", "x-b: 5", "x-c: 4");
    }

    @Test
    void holdsMoreNamesThanThereAreBits() {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            set("x-name-" + i, "early");
        }
        for (int i = 999; i >= 0; i--) {
            set("X-NAME-" + i, "late-" + i);
        }
        IntStream.range(0, 1000).forEach(i -> wanted.add("x-name-" + i + ": late-" + i));

        assertThat(lines()).isEqualTo(wanted);
    }

    @Test
    void findsAValueInAnyCase() {
        set("Content-Type", "text/plain");

        assertThat(fields.value(HeaderName.of("content-type"))).contains("text/plain");
        assertThat(fields.value(HeaderName.of("CONTENT-TYPE"))).contains("text/plain");
        assertThat(fields.value(HeaderName.of("content-types"))).isEmpty();
    }

    private void set(String name, String value) {
        fields.set(HeaderName.of(name), value);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, value) -> lines.add(name.lowerCase() + ": " + value));
        return lines;
    }
}
