package io.sallyport.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("PG1")
final class GlanceTest {
    private final HandClock clock = HandClock.at("2026-11-22T12:00:00Z");
    private final List<Duration> asked = new ArrayList<>();

    private int look(Duration time) {
        asked.add(time);
        return asked.size();
    }

    @Test
    void asksOnceForAllWhoWatchADay() {
        Glance<Integer> day = new Glance<>(Duration.ofDays(1), this::look, clock);

        int first = day.look();
        clock.move(Duration.ofSeconds(119));
        int second = day.look();
        clock.move(Duration.ofSeconds(1));
        int third = day.look();

        assertThat(List.of(first, second, third)).containsExactly(1, 1, 2);
        assertThat(asked).containsExactly(Duration.ofDays(1), Duration.ofDays(1));
    }

    @Test
    void looksAtAnHourEveryFiveSeconds() {
        Glance<Integer> hour = new Glance<>(Duration.ofHours(1), this::look, clock);

        int first = hour.look();
        clock.move(Duration.ofSeconds(5));
        int second = hour.look();

        assertThat(List.of(first, second)).containsExactly(1, 2);
    }
}
