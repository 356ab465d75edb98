package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.lang.Header;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogLineTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger("call");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LogLine sink = new LogLine(HealthChecks.SKIPPED, Capture.METADATA);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    @Tag("AU27")
    @Tag("DA29")
    void writesOneEventWithTheFactsOfTheCall() {
        sink.take(Calls.call().at(NOW));

        assertThat(lines.list).hasSize(1);
        assertThat(facts())
                .containsEntry("model", "chat")
                .containsEntry("backend", "openai")
                .containsEntry("status", 200L)
                .containsEntry("duration_ms", 12L)
                .containsEntry("input_tokens", 120L)
                .containsEntry("cost_usd", "0.00045")
                .containsEntry("key_id", "key-1");
    }

    @Test
    @Tag("N01")
    void neverHoldsHeadersOrBodies() {
        sink.take(Calls.call()
                .headers(new Header("authorization", "Bearer canary-key"), new Header("x-other", "canary-header"))
                .content("canary-prompt", "canary-answer")
                .at(NOW));

        assertThat(text()).doesNotContain("canary");
    }

    @Test
    @Tag("N07")
    void takesForeignTextLiterally() {
        Client client =
                new Client("${jndi:ldap://x}{}%n", "", "POST", "/v1/\r\nforged", "192.0.2.7", "", "", List.of());

        sink.take(Calls.call().client(client).model("{}\u001B[31m").at(NOW));

        assertThat(facts())
                .containsEntry("correlation_id", "${jndi:ldap://x}{}%n")
                .containsEntry("path", "/v1/\uFFFD\uFFFDforged")
                .containsEntry("model", "{}\uFFFD[31m");
    }

    @Test
    @Tag("AU18")
    void saysNothingOfHealthChecks() {
        sink.take(Calls.call().path("/healthz").at(NOW));

        assertThat(lines.list).isEmpty();
    }

    @Test
    @Tag("US8")
    void leavesOutACostNobodyKnows() {
        sink.take(Calls.call().unpriced().at(NOW));

        assertThat(facts()).doesNotContainKey("cost_usd");
    }

    private Map<String, Object> facts() {
        return lines.list.getFirst().getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    private String text() {
        return lines.list.getFirst().getFormattedMessage()
                + lines.list.getFirst().getKeyValuePairs();
    }
}
