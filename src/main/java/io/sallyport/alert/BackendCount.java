package io.sallyport.alert;

import java.util.ArrayList;
import java.util.List;

/// What was counted at one backend since counting began, by all instances together.
///
/// @param attempts calls that were sent to it
/// @param failed of these, those it is to blame for
public record BackendCount(String backend, long attempts, long failed, Durations durations) {

    /// Calls by how long they took.
    ///
    /// @param bounds in microseconds, ascending
    /// @param calls up to each bound and above the one before, and last what took longer than all
    public record Durations(List<Long> bounds, List<Long> calls) {
        /// Nothing was counted.
        public static final Durations NONE = new Durations(List.of(), List.of());

        public Durations {
            bounds = List.copyOf(bounds);
            calls = List.copyOf(calls);
        }

        long sum() {
            return calls.stream().mapToLong(Long::longValue).sum();
        }

        private Durations plus(Durations more, int sign) {
            List<Long> sums = new ArrayList<>();
            for (int bucket = 0; bucket < Math.max(calls.size(), more.calls.size()); bucket++) {
                sums.add(at(bucket) + sign * more.at(bucket));
            }
            return new Durations(bounds.isEmpty() ? more.bounds : bounds, sums);
        }

        private long at(int bucket) {
            return bucket < calls.size() ? calls.get(bucket) : 0;
        }

        /// Milliseconds that 95 of 100 calls did not exceed, as exactly as the bounds allow; zero without calls.
        long p95() {
            double rank = sum() * 0.95;
            long below = 0;
            for (int bucket = 0; bucket < bounds.size(); bucket++) {
                long here = at(bucket);
                if (here > 0 && below + here >= rank) {
                    long lower = bucket == 0 ? 0 : bounds.get(bucket - 1);
                    return Math.round((lower + (bounds.get(bucket) - lower) * ((rank - below) / here)) / 1000);
                }
                below += here;
            }
            return sum() == 0 ? 0 : bounds.getLast() / 1000;
        }
    }

    /// Nothing was counted at a backend.
    static BackendCount none(String backend) {
        return new BackendCount(backend, 0, 0, Durations.NONE);
    }

    /// Both together.
    public BackendCount plus(BackendCount more) {
        return new BackendCount(
                backend, attempts + more.attempts, failed + more.failed, durations.plus(more.durations, 1));
    }

    /// What was counted since.
    BackendCount since(BackendCount earlier) {
        return new BackendCount(
                backend, attempts - earlier.attempts, failed - earlier.failed, durations.plus(earlier.durations, -1));
    }

    /// Failed part of the attempts in thousandths, rounded down.
    long errorRate() {
        return attempts == 0 ? 0 : failed * 1000 / attempts;
    }
}
