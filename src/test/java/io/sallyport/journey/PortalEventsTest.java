package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the log of the program says of people who use the portal.
final class PortalEventsTest {
    private final Logger door = (Logger) LoggerFactory.getLogger("io.sallyport.door");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final GatewayHarness gateway = GatewayHarness.with().start();

    @BeforeEach
    void listens() {
        log.start();
        door.setLevel(Level.INFO);
        door.addAppender(log);
    }

    @AfterEach
    void closes() {
        door.detachAppender(log);
        door.setLevel(null);
        gateway.close();
    }

    @Test
    @Tag("AU26")
    void tellsWhoDidWhat() {
        Person ada = Person.in(gateway, "ada@example.org");

        int status = ada.send("DELETE", "/api/sessions", "").statusCode();

        assertThat(status).isEqualTo(200);
        Await.until(() -> logged().equals(
                        List.of("[actor=\"ada@example.org\", action=\"session.delete\", resource=\"\", tenant=\"\"]")));
    }

    private List<String> logged() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getMessage().equals("portal_event"))
                .map(event -> event.getKeyValuePairs().toString())
                .toList();
    }
}
