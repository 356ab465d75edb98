package io.sallyport.limit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// Slices in which several calls of a batch count, and what these used together.
///
/// Threads: one at a time.
final class SharedSlices {
    private final List<Slice> held;
    private final byte[] buckets;
    private long requests;
    private long tokens;
    private long picoDollars;

    /// @param instance the name in which this instance holds slices now
    SharedSlices(List<Slice> all, UUID instance) {
        held = all.stream().filter(slice -> slice.isHeldBy(instance)).toList();
        buckets = (held.isEmpty() ? all : held)
                .stream()
                        .map(slice -> Long.toString(slice.bucketId()))
                        .collect(Collectors.joining(",", "\"{", "}\""))
                        .getBytes(StandardCharsets.US_ASCII);
    }

    /// True when calls count nowhere: slices held in a name that was given up are charged already.
    boolean isLate() {
        return held.isEmpty();
    }

    /// Those that calls count in.
    List<Slice> held() {
        return held;
    }

    /// The buckets as the database reads them: where calls count, or all of them when they count nowhere.
    byte[] buckets() {
        return buckets;
    }

    /// Adds one call.
    void use(long usedTokens, long usedPicoDollars) {
        requests++;
        tokens += usedTokens;
        picoDollars += usedPicoDollars;
    }

    /// The ledger has all of them.
    void written() {
        for (Slice slice : held) {
            slice.written(used(slice.metric()));
        }
    }

    private long used(Metric metric) {
        return switch (metric) {
            case REQUESTS, PARALLEL -> requests;
            case TOKENS -> tokens;
            case COST -> picoDollars;
        };
    }
}
