package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.identity.EndUser;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.json.Json;
import io.sallyport.lang.Header;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.LogSettings;
import io.sallyport.telemetry.LogSetup;
import io.sallyport.telemetry.Service;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class JsonLogLineTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
    private static final Service SERVICE = new Service("sallyport", "1.0", "one");

    private final Logger logger = (Logger) LoggerFactory.getLogger("call");

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    @Tag("AU27")
    void saysWhatTheLibraryWouldSayInTheSameOrder() {
        CallRecord call = Calls.call().correlation("theirs", "session").at(NOW);

        Json ours = Json.parse(written(call));

        Json library = Json.parse(byLibrary(call));
        assertThat(names(ours)).contains("request_id", "own_us").containsExactlyElementsOf(names(library));
        assertThat(ours.fields().subList(1, ours.size()))
                .containsExactlyElementsOf(library.fields().subList(1, library.size()));
    }

    @Test
    void correlatesByOurIdWhereTheClientGaveNone() {
        CallRecord call = Calls.call().at(NOW);

        Json line = Json.parse(written(call));

        assertThat(line.get("request_id").text()).isEqualTo(call.id().toString());
        assertThat(line.get("correlation_id").text()).isEqualTo(call.id().toString());
    }

    @Test
    @Tag("AU27")
    void bearsTheTimeAtWhichTheCallEnded() {
        CallRecord call = Calls.call().at(NOW);

        Json line = Json.parse(written(call));

        assertThat(Instant.parse(line.get("@timestamp").text()))
                .isEqualTo(NOW.plusNanos(call.timing().total() * 1_000));
    }

    @Test
    @Tag("AU5")
    void namesTheEndUserOnlyWhereMetadataIsKept() {
        CallRecord call = Calls.call()
                .endUser(new EndUser("17", "Carol", "carol@example.org", "user", "chat-9"))
                .at(NOW);

        Json named = Json.parse(written(call));
        Json unnamed = Json.parse(written(call, Capture.NONE));

        assertThat(named.get("end_user").text()).isEqualTo("17");
        assertThat(named.get("end_user_email").text()).isEqualTo("carol@example.org");
        assertThat(names(unnamed)).doesNotContain("end_user", "end_user_email");
    }

    @Test
    @Tag("N01")
    void neverHoldsHeadersOrBodies() {
        String line = written(Calls.call()
                .headers(new Header("authorization", "Bearer canary-key"), new Header("x-other", "canary-header"))
                .content("canary-prompt", "canary-answer")
                .at(NOW));

        assertThat(line).contains("\"call\"").doesNotContain("canary");
    }

    @Test
    @Tag("N07")
    void keepsForeignTextOnItsLine() {
        Client client = new Client("\ud800\"},{\"", "", "POST", "/v1/\r\nforged", "192.0.2.7", "", "", List.of());

        String line =
                written(Calls.call().client(client).model("${jndi:x}\u001B[31m").at(NOW));

        assertThat(line.lines()).hasSize(1);
        assertThat(Json.parse(line).get("correlation_id").text()).isEqualTo("\uFFFD\"},{\"");
        assertThat(Json.parse(line).get("path").text()).isEqualTo("/v1/\uFFFD\uFFFDforged");
        assertThat(Json.parse(line).get("model").text()).isEqualTo("${jndi:x}\uFFFD[31m");
    }

    @Test
    @Tag("AU18")
    void saysNothingOfHealthChecks() {
        assertThat(written(Calls.call().path("/healthz").at(NOW))).isEmpty();
    }

    @Test
    @Tag("OB15")
    void saysNothingBelowTheLevel() {
        logger.setLevel(Level.WARN);

        assertThat(written(Calls.call().at(NOW))).isEmpty();
    }

    private static List<String> names(Json line) {
        return line.fields().stream().map(Json.Field::name).toList();
    }

    private static String written(CallRecord call) {
        return written(call, Capture.METADATA);
    }

    private static String written(CallRecord call, Capture capture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LineWriter writer = LineWriter.open(out)) {
            new JsonLogLine(HealthChecks.SKIPPED, capture, SERVICE, writer).take(call);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String byLibrary(CallRecord call) {
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        new LogLine(HealthChecks.SKIPPED, Capture.METADATA).take(call);
        logger.detachAppender(events);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        LogSettings json = new LogSettings(LogSettings.Level.INFO, LogSettings.Form.JSON);
        try (LogSetup _ = LogSetup.start(context, json, SERVICE, out)) {
            context.getLogger("call").callAppenders(events.list.getFirst());
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
