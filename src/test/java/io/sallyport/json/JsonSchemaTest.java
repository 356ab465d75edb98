package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class JsonSchemaTest {
    private static final Json PATTERN = Json.parse("{\"properties\":{\"a\":{\"pattern\":\"(?=a)b\"}}}");

    @Test
    void tellsPlaceAndRuleButNeverTheValue() {
        JsonSchema schema = JsonSchema.of(PATTERN, _ -> Predicate.isEqual("b"));

        assertThat(schema.problems(Json.parse("{\"a\":\"secret\"}"))).containsExactly("/a: pattern");
        assertThat(schema.problems(Json.parse("{\"a\":\"b\"}"))).isEmpty();
    }

    @Test
    void refusesAPatternWithoutALineInTheLog() {
        Logger library = (Logger) LoggerFactory.getLogger("com.networknt");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        library.addAppender(lines);

        assertThatThrownBy(() -> JsonSchema.of(PATTERN, _ -> {
                    throw new IllegalArgumentException("not in linear time");
                }))
                .hasMessage("not in linear time");

        library.detachAppender(lines);
        assertThat(lines.list).isEmpty();
    }
}
