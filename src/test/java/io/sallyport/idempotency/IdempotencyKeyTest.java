package io.sallyport.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("Q05")
final class IdempotencyKeyTest {

    static List<String> wrong() {
        return List.of("", "  ", "a".repeat(256), "a".repeat(10_240), "a\tb", "a\u0000", "a\u007f", "sch\u00f6n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "8e03978e-40d5-43dd-bc93-6894a57f9324", "\"quoted, as the draft has it\"", "~ !"})
    void takesPrintableText(String text) {
        assertThat(IdempotencyKey.read(List.of(text))).contains(new IdempotencyKey(text));
    }

    @Test
    void takesTheLongest() {
        assertThat(new IdempotencyKey("a".repeat(255)).value()).hasSize(255);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWhatIsNoKey(String text) {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> IdempotencyKey.read(List.of(text)));

        assertThat(refused.refusal())
                .isEqualTo(new BadRequest(
                        "invalid_value",
                        "Idempotency-Key takes 1 to 255 printable ASCII characters.",
                        "Idempotency-Key"));
    }

    @Test
    void refusesTwo() {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> IdempotencyKey.read(List.of("a", "a")));

        assertThat(refused.refusal().code()).isEqualTo("invalid_value");
    }

    @Test
    void isNotThereWithoutTheHeader() {
        assertThat(IdempotencyKey.read(List.of())).isEmpty();
    }
}
