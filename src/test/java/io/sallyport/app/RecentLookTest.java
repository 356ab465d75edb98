package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.admin.StatusCheck;
import io.sallyport.admin.StatusCheck.Component;
import io.sallyport.testkit.HandClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AP1")
final class RecentLookTest {
    private static final Component UP = Component.up("oidc", "oidc", "people can sign in");
    private static final Component DOWN = Component.down("oidc", "oidc", "no answer");

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final Deque<Component> answers = new ArrayDeque<>(List.of(UP, DOWN, UP));
    private final StatusCheck look = new RecentLook(() -> List.of(answers.remove()), clock);

    @Test
    void asksOnceForAPageThatAsksEveryFiveSeconds() {
        List<Component> seen = IntStream.range(0, 6)
                .mapToObj(_ -> {
                    Component found = look.look().getFirst();
                    clock.move(Duration.ofSeconds(5));
                    return found;
                })
                .toList();

        assertThat(seen).hasSize(6).containsOnly(UP);
        assertThat(answers).containsExactly(DOWN, UP);
    }

    @Test
    void asksAgainAfterHalfAMinute() {
        look.look();
        clock.move(Duration.ofSeconds(30));

        assertThat(look.look()).containsExactly(DOWN);
    }
}
