package io.sallyport.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;

/// What an instance does once a transaction has committed, by topic. Jdbi makes one for each connection it
/// hands out.
///
/// Threads: used by the thread of the transaction.
public final class TakeOvers implements JdbiConfig<TakeOvers> {
    private final Map<String, Runnable> actions = new LinkedHashMap<>();

    void put(String topic, Runnable action, Handle handle) {
        boolean isFirst = actions.isEmpty();
        actions.put(topic, action);
        if (isFirst) {
            handle.afterCommit(this::run);
            handle.afterRollback(actions::clear);
        }
    }

    private void run() {
        List<Runnable> all = List.copyOf(actions.values());
        actions.clear();
        all.forEach(Runnable::run);
    }

    @Override
    public TakeOvers createCopy() {
        return new TakeOvers();
    }
}
