package io.sallyport.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sallyport.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VectorTest {

    @Test
    void comparesDirectionsAndNotLengths() {
        Vector east = vector("[3, 0]").orElseThrow();

        assertThat(east.likeness(vector("[0.5, 0]").orElseThrow())).isCloseTo(1, within(1e-6));
        assertThat(east.likeness(vector("[0, 7]").orElseThrow())).isCloseTo(0, within(1e-6));
        assertThat(east.likeness(vector("[-1, 0]").orElseThrow())).isCloseTo(-1, within(1e-6));
    }

    @Test
    void isLikeNothingOfAnotherModel() {
        Vector two = vector("[1, 0]").orElseThrow();

        assertThat(two.likeness(vector("[1, 0, 0]").orElseThrow())).isZero();
    }

    @Test
    void comesBackAsItWasWritten() {
        Vector vector = vector("[0.25, -0.5, 0.125]").orElseThrow();

        Vector read = Vector.read(vector.written());

        assertThat(read.likeness(vector)).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[0, 0]", "[1, \"a\"]", "[1e300, 1e300]"})
    void isNoDirection(String said) {
        assertThat(vector(said)).isEmpty();
    }

    private static Optional<Vector> vector(String said) {
        return Vector.of(Json.parse(said));
    }
}
