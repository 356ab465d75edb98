package io.sallyport.telemetry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Who was active since the day began, noted once per person and surface.
///
/// Threads: safe; noting somebody already known allocates nothing.
public final class DailyActive {

    /// Where a person was active (requirement OB6).
    public enum Surface {
        GATEWAY,
        OPEN_WEBUI,
        PORTAL
    }

    /// One person on one surface.
    ///
    /// @param person a user id, or a key id for a key without a user
    public record Sighting(Surface surface, String person) {}

    private final Map<Surface, Set<String>> today = new EnumMap<>(Surface.class);
    private final Queue<Sighting> fresh = new ConcurrentLinkedQueue<>();

    public DailyActive() {
        for (Surface surface : Surface.values()) {
            today.put(surface, ConcurrentHashMap.newKeySet());
        }
    }

    public void seen(Surface surface, String person) {
        Set<String> known = on(surface);
        if (!known.contains(person) && known.add(person)) {
            fresh.add(new Sighting(surface, person));
        }
    }

    /// Hands out everybody seen for the first time since the last call.
    public List<Sighting> drain() {
        List<Sighting> drained = new ArrayList<>();
        for (Sighting sighting = fresh.poll(); sighting != null; sighting = fresh.poll()) {
            drained.add(sighting);
        }
        return drained;
    }

    /// Puts sightings back that could not be stored.
    public void giveBack(List<Sighting> sightings) {
        fresh.addAll(sightings);
    }

    /// A new day: everybody counts as not yet seen.
    public void forget() {
        today.values().forEach(Set::clear);
    }

    private Set<String> on(Surface surface) {
        Set<String> known = today.get(surface);
        if (known == null) {
            throw new IllegalStateException("no set for " + surface);
        }
        return known;
    }
}
