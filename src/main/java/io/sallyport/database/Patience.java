package io.sallyport.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long work waits for a server that does not answer, before it fails.
///
/// Without one nothing waits: who calls can ask again. Nobody can repeat the middle of a start.
/// Threads: holds in the thread that runs the work, not in those which that starts.
public final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final ScopedValue<Patience> PRESENT = ScopedValue.newInstance();
    private static final Patience NONE = new Patience(Duration.ZERO);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration A_LIFETIME = Duration.ofDays(36_500);

    private final Duration longest;

    private Patience(Duration longest) {
        this.longest = longest;
    }

    /// Waits as long as it takes.
    public static Patience endless() {
        return new Patience(A_LIFETIME);
    }

    /// Waits so long for each answer.
    public static Patience of(Duration longest) {
        return new Patience(longest);
    }

    /// Runs the work, each question of which to the server waits for its answer.
    ///
    /// Errors: IllegalStateException when the thread is interrupted meanwhile.
    public void during(Runnable work) {
        ScopedValue.where(PRESENT, this).run(work);
    }

    /// Asks, and asks again while the server cannot be reached and the patience lasts.
    ///
    /// A question within a question does not wait: the statements of a transaction are repeated together.
    public static <T extends @Nullable Object, X extends Throwable> T ask(ScopedValue.CallableOp<T, X> question)
            throws X {
        if (!PRESENT.isBound()) {
            return question.call();
        }
        long end = System.nanoTime() + PRESENT.get().longest.toNanos();
        String said = "";
        while (true) {
            try {
                return ScopedValue.where(PRESENT, NONE).call(question);
            } catch (RuntimeException e) {
                if (!Unreachable.causes(e) || System.nanoTime() - end >= 0) {
                    throw e;
                }
                said = tell(e, said);
                rest();
            }
        }
    }

    /// A wait of hours leaves one line for each reason, not one for each try.
    private static String tell(RuntimeException e, String said) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(said)) {
            LOG.atWarn().addKeyValue("error", reason).log("database_unreachable");
        }
        return reason;
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            // The exception tells it alone: what was opened meanwhile is closed in order.
            throw new IllegalStateException("Nobody waits for the database any more.", e);
        }
    }
}
