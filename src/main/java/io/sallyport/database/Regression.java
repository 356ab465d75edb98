package io.sallyport.database;

import io.sallyport.database.Changes.Version;
import io.sallyport.database.HighWater.Mark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when the database is in an older state than it was, as after the restore of a backup, and remembers
/// it until somebody says that this is meant.
///
/// Threads: [#look] and [#load] on one thread; [#isOlder] anywhere.
final class Regression {
    private static final Logger LOG = LoggerFactory.getLogger(Regression.class);

    private final HighWater highWater;
    /// The newest that was seen.
    private volatile Mark kept = Mark.NONE;

    Regression(HighWater highWater) {
        this.highWater = highWater;
    }

    /// Takes up what was known when the last process ended.
    void load() {
        kept = highWater.read();
    }

    boolean isOlder() {
        return kept.older();
    }

    /// Compares every version with the newest that was seen.
    void look(List<Version> versions) {
        Map<String, Long> now = new HashMap<>();
        Mark before = kept;
        before.versions().keySet().forEach(topic -> now.put(topic, 0L));
        versions.forEach(version -> now.put(version.topic(), version.version()));
        boolean older = hasGoneBack(before, now) || before.older();
        if (older && now.getOrDefault(Changes.ACKNOWLEDGED, 0L) > before.version(Changes.ACKNOWLEDGED)) {
            older = false;
            LOG.info("database acknowledged=true");
        }
        Mark mark = new Mark(now, older);
        if (!mark.equals(before)) {
            kept = mark;
            highWater.write(mark);
        }
    }

    private static boolean hasGoneBack(Mark before, Map<String, Long> now) {
        boolean hasGoneBack = false;
        for (Map.Entry<String, Long> topic : now.entrySet()) {
            long from = before.version(topic.getKey());
            if (from > topic.getValue()) {
                hasGoneBack = true;
                LOG.error("database went_back topic={} from={} to={}", topic.getKey(), from, topic.getValue());
            }
        }
        return hasGoneBack;
    }
}
