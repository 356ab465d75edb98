package io.sallyport.ops;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Optional;

/// That part of the heap of this process in which everything ends up that stays, as the Java machine reports
/// it.
final class OldGeneration implements Heap {
    private static final long PERCENT = 100;

    /// Only pools of what stays have a threshold of use.
    private final Optional<MemoryPoolMXBean> pool = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(candidate -> candidate.getType() == MemoryType.HEAP && candidate.isUsageThresholdSupported())
            .findFirst();

    @Override
    public int livePercent() {
        return pool.map(OldGeneration::livePercent).orElse(0);
    }

    private static int livePercent(MemoryPoolMXBean pool) {
        MemoryUsage now = pool.getUsage();
        MemoryUsage afterCollection = pool.getCollectionUsage();
        if (afterCollection == null || now.getMax() <= 0) {
            return 0;
        }
        return (int) (Math.min(now.getUsed(), afterCollection.getUsed()) * PERCENT / now.getMax());
    }

    @Override
    public void collect() {
        ManagementFactory.getMemoryMXBean().gc();
    }
}
