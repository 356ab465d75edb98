package io.sallyport.profile;

import io.sallyport.lang.BackendProfileId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The backend profiles of one moment, for calls. What is not in it was taken away: its keys no longer work.
public final class BackendProfileSnapshot {
    static final BackendProfileSnapshot EMPTY = new BackendProfileSnapshot(List.of());

    private final List<BackendProfile> all;
    private final Map<BackendProfileId, BackendProfile> byId;

    BackendProfileSnapshot(List<BackendProfile> profiles) {
        Map<BackendProfileId, BackendProfile> map = new LinkedHashMap<>();
        profiles.forEach(profile -> map.put(profile.id(), profile));
        this.all = List.copyOf(profiles);
        this.byId = Map.copyOf(map);
    }

    public Optional<BackendProfile> find(BackendProfileId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// All of them, by name.
    public List<BackendProfile> all() {
        return all;
    }
}
