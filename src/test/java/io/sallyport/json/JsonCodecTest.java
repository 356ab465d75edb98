package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.lang.Cost;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Money;
import io.sallyport.lang.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonCodecTest {

    private enum Color {
        DARK_RED,
        BLUE
    }

    private record Line(String name, int count) {
        Line {
            if (count < 0) {
                throw new IllegalArgumentException("count must not be negative");
            }
        }
    }

    private record Order(
            KeyId keyId,
            Instant createdAt,
            Money total,
            Cost cost,
            Color color,
            List<Line> lines,
            Optional<String> note,
            Map<String, Long> tokensByModel) {}

    private record Login(String user, Secret password) {}

    private static final Order ORDER = new Order(
            new KeyId("k1"),
            Instant.parse("2026-11-21T10:00:00Z"),
            Money.ofDollars(new BigDecimal("0.00045")),
            Cost.unknown(),
            Color.DARK_RED,
            List.of(new Line("a", 1)),
            Optional.empty(),
            Map.of("small", 7L));

    private static final String TEXT =
            "{\"key_id\":\"k1\",\"created_at\":\"2026-11-21T10:00:00Z\",\"total\":\"0.00045\",\"cost\":null,"
                    + "\"color\":\"dark_red\",\"lines\":[{\"name\":\"a\",\"count\":1}],\"note\":null,"
                    + "\"tokens_by_model\":{\"small\":7}}";

    @Test
    void writesRecordsInSnakeCase() {
        assertThat(JsonCodec.write(ORDER)).hasToString(TEXT);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(JsonCodec.read(Json.parse(TEXT), Order.class)).isEqualTo(ORDER);
    }

    @Test
    void takesALeftOutOptionalAsEmpty() {
        Json json = JsonObject.from(Json.parse(TEXT)).remove("note").toJson();

        assertThat(JsonCodec.read(json, Order.class)).isEqualTo(ORDER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"lines\":[{\"name\":\"a\",\"count\":1}]|\"lines\":[{\"name\":\"a\"}]|lines[0].count: is missing",
                "\"count\":1|\"count\":1,\"price\":2|lines[0].price: is not a known field",
                "\"count\":1|\"count\":-1|lines[0]: count must not be negative",
                "\"count\":1|\"count\":4294967296|lines[0].count: must be a whole number of 32 bits",
                "\"dark_red\"|\"green\"|color: must be one of dark_red, blue",
                "\"0.00045\"|0.00045|total: must be a text",
                "\"0.00045\"|\"1e3\"|total: must be an amount of dollars such as \"0.15\"",
                "\"2026-11-21T10:00:00Z\"|\"now\"|created_at: must be a time such as 2026-11-21T10:00:00Z",
                "\"k1\"|\"k 1\"|key_id: API key id must be 1 to 64 letters, digits or . - : _"
            })
    void namesThePathOfWhatItRefuses(String good, String bad, String message) {
        Json json = Json.parse(TEXT.replace(good, bad));

        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(() -> JsonCodec.read(json, Order.class))
                .withMessage(message);
    }

    @Test
    void readsASecretButNeverWritesIt() {
        Login login = JsonCodec.read(Json.parse("{\"user\":\"ann\",\"password\":\"hunter2\"}"), Login.class);

        assertThat(login.password().reveal()).isEqualTo("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonCodec.write(login))
                .withMessageNotContaining("hunter2");
    }
}
