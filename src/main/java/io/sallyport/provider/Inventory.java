package io.sallyport.provider;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The models each backend said it has. The last good list is kept when a later one fails or comes back empty.
///
/// Threads: safe.
public final class Inventory {
    private static final int MOST_MODELS = 5_000;

    private final Map<String, List<String>> models = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    /// Remembers a listing; an empty one changes nothing.
    public void found(String backend, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        List<String> kept = names.stream().limit(MOST_MODELS).toList();
        if (!kept.equals(models.put(backend, kept))) {
            generation.incrementAndGet();
        }
    }

    /// Grows with every change; what was worked out under an older number is void.
    public long generation() {
        return generation.get();
    }

    /// Forgets what a backend listed, because it is another one now or gone.
    public void forget(String backend) {
        models.remove(backend);
        generation.incrementAndGet();
    }

    /// What a backend serves: its configured models, else the ones it listed.
    public List<String> models(Backend backend) {
        return backend.models().isEmpty() ? models.getOrDefault(backend.name(), List.of()) : backend.models();
    }
}
