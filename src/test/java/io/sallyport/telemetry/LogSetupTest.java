package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.sallyport.json.Json;
import io.sallyport.telemetry.LogSettings.Form;
import io.sallyport.telemetry.LogSettings.Level;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

final class LogSetupTest {
    private static final Service SERVICE = new Service("sallyport", "1.0", "one");

    @ParameterizedTest
    @Tag("N07")
    @ValueSource(
            strings = {
                "${jndi:ldap://evil/a}",
                "%n%d{yyyy}%msg",
                "{} {}",
                "a\r\n{\"level\":\"ERROR\"}",
                "\u001b[2J\u0000\u2028",
                "\"},\"x\":\"",
                "lone HALF surrogate"
            })
    void writesOneValidJsonObjectPerLineWhateverIsLogged(String pattern) {
        String hostile = pattern.replace("HALF", "\ud800");

        List<String> lines = logged(
                new LogSettings(Level.INFO, Form.JSON),
                log -> log.atInfo().addKeyValue("model", hostile).log("call {}", hostile));

        assertThat(lines).hasSize(1);
        Json line = Json.parse(lines.getFirst());
        assertThat(line.get("message").text()).isEqualTo("call " + hostile);
        assertThat(line.get("model").text()).isEqualTo(hostile);
        assertThat(line.get("service").text()).isEqualTo("sallyport");
        assertThat(line.get("instance").text()).isEqualTo("one");
    }

    @Test
    @Tag("N07")
    void keepsAHostileValueInItsLine() {
        List<String> lines = logged(
                new LogSettings(Level.INFO, Form.TEXT),
                log -> log.info("call {}", "a\r\n12:00:00.000 ERROR forged\u001b[2J\u2028${jndi:x} %n {}"));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).endsWith("call a 12:00:00.000 ERROR forged [2J ${jndi:x} %n {} ");
    }

    @Test
    @Tag("N03")
    void keepsLibrariesQuietWhateverTheLevel() {
        List<String> lines = logged(new LogSettings(Level.TRACE, Form.JSON), log -> {
            LoggerContext context = ((ch.qos.logback.classic.Logger) log).getLoggerContext();
            context.getLogger("io.netty.handler").debug("authorization: secret");
            log.trace("ours");
        });

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).contains("ours");
    }

    @Test
    @Tag("OB15")
    void takesTheLevelFromAWord() {
        assertThat(LogSettings.DEFAULTS.withLevel("warning").level()).isEqualTo(Level.WARN);
        assertThat(LogSettings.DEFAULTS.withLevel(" Debug ").level()).isEqualTo(Level.DEBUG);
        assertThatThrownBy(() -> LogSettings.DEFAULTS.withLevel("loud")).hasMessageContaining("LOG_LEVEL must be");
    }

    private static List<String> logged(LogSettings settings, Consumer<Logger> work) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try (LogSetup setup = LogSetup.start(context, settings, SERVICE, out)) {
            assertThat(setup).isNotNull();
            work.accept(context.getLogger("io.sallyport.test"));
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
