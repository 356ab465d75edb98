package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DatabaseSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    @Tag("DB12")
    void hasTheDefaultsOperatorsKnow() {
        DatabaseSettings settings = DatabaseSettings.DEFAULTS;

        assertThat(settings.maxConnections()).isEqualTo(25);
        assertThat(settings.minIdle()).isEqualTo(2);
        assertThat(settings.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.maxLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.acquireTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.statementTimeout()).isEqualTo(SECOND);
    }

    @Test
    void refusesValuesOutOfRangeByName() {
        assertThatThrownBy(() -> new DatabaseSettings(0, 0, MINUTE, MINUTE, SECOND, SECOND))
                .hasMessage("database.max_connections must be 1 to 1000, is 0");
        assertThatThrownBy(() -> new DatabaseSettings(5, 6, MINUTE, MINUTE, SECOND, SECOND))
                .hasMessage("database.min_idle must be 0 to max_connections, is 6");
        assertThatThrownBy(() -> new DatabaseSettings(5, 1, MINUTE, SECOND, SECOND, SECOND))
                .hasMessage("database.max_lifetime must be 30s to 86400s, is 1s");
        assertThatThrownBy(() -> new DatabaseSettings(5, 1, MINUTE, MINUTE, Duration.ofMillis(100), SECOND))
                .hasMessage("database.acquire_timeout must be 250ms to 30s, is 100ms");
        assertThatThrownBy(() -> new DatabaseSettings(5, 1, MINUTE, MINUTE, SECOND, Duration.ofHours(1)))
                .hasMessage("database.statement_timeout must be 100ms to 600s, is 3600s");
    }
}
