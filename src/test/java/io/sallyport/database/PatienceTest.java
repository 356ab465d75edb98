package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.RefusedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PatienceTest {
    private final RefusedException gone = Reachability.UNAVAILABLE.asException();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger askedWithin = new AtomicInteger();

    @Test
    void asksAgainUntilTheServerIsThere() {
        Patience.endless().during(() -> Patience.ask(() -> answerAtThe(3, gone)));

        assertThat(asked).hasValue(3);
    }

    @Test
    void asksAgainWhileTheServerHasNoConnectionLeft() {
        RuntimeException full = new IllegalStateException(new SQLException("too many clients", "53300"));

        Patience.endless().during(() -> Patience.ask(() -> answerAtThe(2, full)));

        assertThat(asked).hasValue(2);
    }

    @Test
    void asksOnceWhereNobodyIsPatient() {
        assertThatThrownBy(() -> Patience.ask(() -> answerAtThe(2, gone))).isSameAs(gone);

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksOnceWhenItsTimeIsOver() {
        Patience none = Patience.of(Duration.ZERO);

        assertThatThrownBy(() -> none.during(() -> Patience.ask(() -> answerAtThe(2, gone))))
                .isSameAs(gone);

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksOnceWhenTheServerRefuses() {
        RuntimeException wrong = new IllegalStateException(new SQLException("no such table", "42P01"));

        assertThatThrownBy(() -> Patience.endless().during(() -> Patience.ask(() -> answerAtThe(2, wrong))))
                .isSameAs(wrong);

        assertThat(asked).hasValue(1);
    }

    @Test
    void repeatsAQuestionWithAllThatItAsks() {
        Patience.endless()
                .during(() -> Patience.ask(() -> {
                    askedWithin.incrementAndGet();
                    return Patience.ask(() -> answerAtThe(3, gone));
                }));

        assertThat(askedWithin).hasValue(3);
    }

    @Test
    void endsInOrderWhenItIsInterrupted() {
        assertThatThrownBy(() -> Patience.endless()
                        .during(() -> Patience.ask(() -> {
                            Thread.currentThread().interrupt();
                            throw gone;
                        })))
                .isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isFalse();
    }

    private int answerAtThe(int time, RuntimeException before) {
        if (asked.incrementAndGet() < time) {
            throw before;
        }
        return time;
    }
}
