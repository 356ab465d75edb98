package io.sallyport.ops;

import io.sallyport.ops.Probe.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether everything the gateway depends on works, asked at most once a second however often somebody wants to
/// know.
///
/// Threads: safe; [#report()] blocks, so no event loop may call it.
public final class Readiness {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String FAILED = "failed";

    private final List<Probe> probes;
    private final BooleanSupplier draining;
    private final ReentrantLock asking = new ReentrantLock();
    private List<Result> last = List.of();
    private long asked = System.nanoTime() - FRESH_NANOS;

    /// @param draining whether the gateway finishes what runs and accepts nothing new
    public Readiness(List<Probe> probes, BooleanSupplier draining) {
        this.probes = List.copyOf(probes);
        this.draining = draining;
    }

    /// What one probe found.
    ///
    /// @param error empty when it works
    public record Result(String name, Weight weight, long millis, String error) {
        public boolean isFine() {
            return error.isEmpty();
        }

        boolean letsServe() {
            return isFine() || weight == Weight.HELPFUL;
        }

        boolean isNoWorseElsewhere() {
            return letsServe() || weight == Weight.SHARED;
        }
    }

    /// What all probes found.
    public record Report(boolean draining, List<Result> results) {
        public boolean isFine() {
            return !draining && results.stream().allMatch(Result::isFine);
        }

        /// Whether everything that calls need works.
        public boolean isReady() {
            return !draining && results.stream().allMatch(Result::letsServe);
        }

        /// Whether calls should come here rather than to another instance, which would lack the same.
        public boolean takesCalls() {
            return !draining && results.stream().allMatch(Result::isNoWorseElsewhere);
        }
    }

    public Report report() {
        asking.lock();
        try {
            if (System.nanoTime() - asked >= FRESH_NANOS) {
                last = ask();
                asked = System.nanoTime();
            }
            return new Report(draining.getAsBoolean(), last);
        } finally {
            asking.unlock();
        }
    }

    /// Asks all at once, so that the slowest decides how long it takes.
    private List<Result> ask() {
        List<Question> questions = probes.stream().map(Question::ask).toList();
        List<Result> results = new ArrayList<>();
        for (Question question : questions) {
            results.add(question.result());
        }
        return List.copyOf(results);
    }

    /// A probe that was asked.
    private record Question(Probe probe, long start, AtomicReference<@Nullable Result> answer, Thread thread) {

        static Question ask(Probe probe) {
            long start = System.nanoTime();
            AtomicReference<@Nullable Result> answer = new AtomicReference<>();
            Thread thread = Thread.ofVirtual().name("probe-" + probe.name()).start(() -> {
                String problem = problem(probe);
                answer.set(new Result(probe.name(), probe.weight(), millisSince(start), problem));
            });
            return new Question(probe, start, answer, thread);
        }

        Result result() {
            try {
                Duration left = probe.timeout().minusNanos(System.nanoTime() - start);
                thread.join(left.isPositive() ? left : Duration.ofNanos(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Result found = answer.get();
            if (found != null) {
                return found;
            }
            thread.interrupt();
            return new Result(probe.name(), probe.weight(), millisSince(start), "timeout");
        }

        private static String problem(Probe probe) {
            try {
                Optional<String> problem = probe.check().problem();
                return problem.orElse("");
            } catch (RuntimeException e) {
                // The message may name hosts or classes; health answers are public.
                return FAILED;
            }
        }

        private static long millisSince(long start) {
            return Duration.ofNanos(System.nanoTime() - start).toMillis();
        }
    }
}
