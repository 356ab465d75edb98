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
    private Mark kept = Mark.NONE;
    private Map<String, Long> newest = new HashMap<>();
    private volatile boolean older;

    Regression(HighWater highWater) {
        this.highWater = highWater;
    }

    /// Takes up what was known when the last process ended.
    void load() {
        kept = highWater.read();
        newest = new HashMap<>(kept.versions());
        older = kept.older();
    }

    boolean isOlder() {
        return older;
    }

    /// Compares every version with the newest that was seen.
    void look(List<Version> versions) {
        Map<String, Long> now = new HashMap<>();
        newest.keySet().forEach(topic -> now.put(topic, 0L));
        versions.forEach(version -> now.put(version.topic(), version.version()));
        long acknowledged = newest.getOrDefault(Changes.ACKNOWLEDGED, 0L);
        now.forEach(this::notice);
        if (now.getOrDefault(Changes.ACKNOWLEDGED, 0L) > acknowledged && older) {
            older = false;
            LOG.info("database acknowledged=true");
        }
        newest = now;
        Mark mark = new Mark(now, older);
        if (!mark.equals(kept)) {
            kept = mark;
            highWater.write(mark);
        }
    }

    private void notice(String topic, long version) {
        long before = newest.getOrDefault(topic, 0L);
        if (before > version) {
            older = true;
            LOG.error("database went_back topic={} from={} to={}", topic, before, version);
        }
    }
}
