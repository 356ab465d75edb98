package io.sallyport.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Meters found by label values, one level per label; finding one that exists allocates nothing.
///
/// Threads: safe.
///
/// @param <M> the meters of one set of label values
public final class LabelTree<M> {
    private final Map<String, LabelTree<M>> branches = new ConcurrentHashMap<>();
    private volatile @Nullable M meters;

    /// The branch of one more label value.
    public LabelTree<M> at(String value) {
        LabelTree<M> branch = branches.get(value);
        return branch != null ? branch : branches.computeIfAbsent(value, unseen -> new LabelTree<>());
    }

    /// The meters here; made when they are asked for the first time.
    public M meters(Supplier<M> fresh) {
        M there = meters;
        return there != null ? there : made(fresh);
    }

    private synchronized M made(Supplier<M> fresh) {
        M there = meters;
        if (there == null) {
            there = fresh.get();
            meters = there;
        }
        return there;
    }
}
