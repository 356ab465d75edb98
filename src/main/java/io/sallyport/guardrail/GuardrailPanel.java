package io.sallyport.guardrail;

import io.sallyport.guardrail.GuardrailRule.OnFailure;
import io.sallyport.guardrail.GuardrailRun.Result;
import io.sallyport.guardrail.Judgement.Look;
import io.sallyport.guardrail.Judgement.Stop;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Guardrails that look at a content: group after group by priority, those of a group together, and the first
/// that stops it ends everything (requirements GU2 to GU4, GU17).
///
/// Those of a group that wait for nothing look one after the other, each at what the one before left; the
/// others look at the same time at what all of them left.
/// Threads: immutable.
public final class GuardrailPanel {
    /// Nobody looks.
    public static final GuardrailPanel EMPTY = new GuardrailPanel(List.of(), () -> Instant.EPOCH);

    private static final long NANOS_PER_MICRO = 1_000;

    private final List<GuardrailRule> rules;
    private final Collection<List<GuardrailRule>> groups;
    private final InstantSource clock;

    public GuardrailPanel(List<GuardrailRule> rules, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.clock = clock;
        Map<Integer, List<GuardrailRule>> byPriority = new TreeMap<>();
        for (GuardrailRule rule : rules) {
            byPriority.computeIfAbsent(rule.priority(), _ -> new ArrayList<>()).add(rule);
        }
        this.groups = byPriority.values();
    }

    /// Those of them that fit; the same panel when all do.
    public GuardrailPanel only(Predicate<GuardrailRule> fits) {
        if (rules.stream().allMatch(fits)) {
            return this;
        }
        List<GuardrailRule> some = rules.stream().filter(fits).toList();
        return some.isEmpty() ? EMPTY : new GuardrailPanel(some, clock);
    }

    public List<GuardrailRule> rules() {
        return rules;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// True when one of them may wait; [#judge(Content)] is to be called on a thread that may, then.
    public boolean waits() {
        return rules.stream().anyMatch(rule -> rule.guardrail().waits());
    }

    /// Lets all of them look.
    public Judgement judge(Content content) {
        Sitting sitting = new Sitting(content);
        for (List<GuardrailRule> group : groups) {
            sitting.ask(group);
            if (sitting.stopped.isPresent()) {
                break;
            }
        }
        return new Judgement(sitting.looks, sitting.texts, sitting.pseudonyms, sitting.stopped);
    }

    /// One content before the panel.
    private final class Sitting {
        private final List<Look> looks = new ArrayList<>();
        private final Map<String, String> texts = new HashMap<>();
        private final List<Pseudonyms> pseudonyms = new ArrayList<>();
        private Content content;
        private Optional<Stop> stopped = Optional.empty();

        Sitting(Content content) {
            this.content = content;
        }

        void ask(List<GuardrailRule> group) {
            for (GuardrailRule rule : group) {
                if (!rule.guardrail().waits() && stopped.isEmpty()) {
                    take(look(rule, content));
                }
            }
            List<GuardrailRule> waiting =
                    group.stream().filter(rule -> rule.guardrail().waits()).toList();
            if (!waiting.isEmpty() && stopped.isEmpty()) {
                askTogether(waiting);
            }
        }

        /// The first that stops the content ends the wait; whoever still looks is interrupted. Who would change
        /// what another one has changed meanwhile looks again, within the same time.
        private void askTogether(List<GuardrailRule> waiting) {
            Map<GuardrailRule, Content> open = new HashMap<>();
            BlockingQueue<Supplier<Seen>> done = new LinkedBlockingQueue<>();
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            try {
                Instant began = clock.instant();
                long start = System.nanoTime();
                Consumer<GuardrailRule> asking = rule -> {
                    Content shown = content;
                    open.put(rule, shown);
                    threads.execute(() -> done.add(told(rule, shown)));
                };
                waiting.forEach(asking);
                while (!open.isEmpty() && stopped.isEmpty()) {
                    Supplier<Seen> next = done.poll(patience(open.keySet(), start), TimeUnit.NANOSECONDS);
                    if (next == null) {
                        late(open.keySet(), began, start);
                        continue;
                    }
                    Seen seen = next.get();
                    GuardrailRule rule = seen.look().rule();
                    Content shown = open.remove(rule);
                    if (shown == null) {
                        continue;
                    }
                    if (seen.verdict() instanceof Replaced && !shown.equals(content)) {
                        asking.accept(rule);
                    } else {
                        take(seen);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GuardrailFailed("the call was given up");
            } finally {
                threads.shutdownNow();
            }
        }

        /// What a guardrail says, or throws, for whoever waits for it.
        private Supplier<Seen> told(GuardrailRule rule, Content shown) {
            try {
                Seen seen = look(rule, shown);
                return () -> seen;
            } catch (RuntimeException bug) {
                return () -> {
                    throw bug;
                };
            } catch (StackOverflowError | OutOfMemoryError | LinkageError broken) {
                return () -> {
                    throw broken;
                };
            }
        }

        private static long patience(Collection<GuardrailRule> open, long start) {
            long soonest = open.stream()
                    .mapToLong(rule -> rule.timeout().toNanos())
                    .min()
                    .orElse(0);
            return Math.max(1, soonest - (System.nanoTime() - start));
        }

        private void late(Collection<GuardrailRule> open, Instant began, long start) {
            long elapsed = System.nanoTime() - start;
            open.removeIf(rule -> {
                boolean late = rule.timeout().toNanos() <= elapsed;
                if (late) {
                    String note = "no answer within " + rule.timeout().toMillis() + " ms";
                    take(failed(rule, began, elapsed / NANOS_PER_MICRO, note));
                }
                return late;
            });
        }

        private void take(Seen seen) {
            looks.add(seen.look());
            GuardrailRule rule = seen.look().rule();
            if (!rule.isEnforced()) {
                return;
            }
            switch (seen.verdict()) {
                case Passed _ -> {
                    if (seen.look().result() == Result.FAILED && rule.onFailure() == OnFailure.CLOSED) {
                        stopped = Optional.of(new Stop.Unavailable(rule));
                    }
                }
                case Replaced replaced -> {
                    texts.putAll(replaced.texts());
                    content = content.with(replaced.texts());
                    replaced.pseudonyms().ifPresent(pseudonyms::add);
                }
                case Blocked blocked -> stopped = Optional.of(new Stop.Found(rule, blocked.note()));
            }
        }
    }

    /// What one guardrail said.
    private record Seen(Look look, Verdict verdict) {}

    private Seen look(GuardrailRule rule, Content content) {
        Instant began = clock.instant();
        long start = System.nanoTime();
        try {
            Verdict verdict = rule.guardrail().check(content);
            long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
            return switch (verdict) {
                case Passed passed -> seen(rule, began, micros, Result.PASSED, passed);
                case Replaced replaced -> seen(rule, began, micros, Result.REPLACED, replaced);
                case Blocked blocked ->
                    new Seen(new Look(rule, began, micros, Result.BLOCKED, blocked.score(), blocked.note()), blocked);
            };
        } catch (GuardrailFailed e) {
            long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
            return failed(rule, began, micros, String.valueOf(e.getMessage()));
        }
    }

    private static Seen seen(GuardrailRule rule, Instant began, long micros, Result result, Verdict verdict) {
        return new Seen(new Look(rule, began, micros, result, 0, verdict.note()), verdict);
    }

    private static Seen failed(GuardrailRule rule, Instant began, long micros, String note) {
        return new Seen(new Look(rule, began, micros, Result.FAILED, 0, note), Passed.CLEAN);
    }
}
