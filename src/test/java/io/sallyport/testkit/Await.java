package io.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what comes about elsewhere.
public final class Await {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofMillis(20);

    private Await() {}

    /// Waits until something holds; fails when it does not within a minute.
    public static void until(BooleanSupplier fact) {
        assertThat(within(LONG, fact)).as("it holds within %s", LONG).isTrue();
    }

    /// Asks again and again.
    ///
    /// @return the first answer that is as wanted, or the last one within a minute
    public static <T> T answer(Supplier<T> question, Predicate<T> wanted) {
        long end = System.nanoTime() + LONG.toNanos();
        T answer = question.get();
        while (!wanted.test(answer) && System.nanoTime() < end) {
            LockSupport.parkNanos(MOMENT.toNanos());
            answer = question.get();
        }
        return answer;
    }

    /// Waits until something holds.
    ///
    /// @return whether it did in that time
    public static boolean within(Duration patience, BooleanSupplier fact) {
        long end = System.nanoTime() + patience.toNanos();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        return true;
    }
}
