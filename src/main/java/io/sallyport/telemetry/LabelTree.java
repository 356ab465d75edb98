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

    /// The branch of one more label value; null when nothing was counted there yet.
    public @Nullable LabelTree<M> existing(String value) {
        return branches.get(value);
    }

    /// The meters here; null when there are none yet.
    public @Nullable M meters() {
        return meters;
    }

    /// The meters here; made when there are none yet.
    public synchronized M meters(Supplier<M> fresh) {
        M there = meters;
        if (there == null) {
            there = fresh.get();
            meters = there;
        }
        return there;
    }
}
