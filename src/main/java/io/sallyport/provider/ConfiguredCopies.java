package io.sallyport.provider;

import io.sallyport.lang.TimeOrdered;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BackendDraft.Shown;
import io.sallyport.provider.BackendTable.BackendRow;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Keeps a copy of the configured backends in the database, without their credentials and headers.
///
/// Threads: within one transaction. Names are taken in their order, so that instances that start at the same
/// time wait for each other instead of locking each other out.
/// Source: requirements PR9, PR10.
final class ConfiguredCopies {
    private final BackendTable table;
    private final Instant now;

    ConfiguredCopies(BackendTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /// @return configured names that belong to rows of operators
    Set<String> take(List<Backend> configured, Function<String, String> places) {
        Map<String, BackendRow> before =
                table.all().stream().collect(Collectors.toMap(BackendRow::name, row -> row, (a, _) -> a, TreeMap::new));
        Map<String, Backend> wanted = configured.stream()
                .collect(Collectors.toMap(Backend::name, backend -> backend, (a, _) -> a, TreeMap::new));
        Set<String> kept = new HashSet<>();
        wanted.forEach((name, backend) -> {
            Optional<BackendRow> row = Optional.ofNullable(before.get(name));
            if (row.filter(known -> known.source().equals(Backend.ADMIN)).isPresent()) {
                kept.add(name);
            } else {
                write(row, backend, places.apply(name));
            }
        });
        before.values().stream()
                .filter(row -> row.source().equals(Backend.CONFIG) && !wanted.containsKey(row.name()))
                .forEach(row -> table.delete(row.id()));
        return kept;
    }

    private void write(Optional<BackendRow> before, Backend backend, String place) {
        if (before.isEmpty()) {
            String id = TimeOrdered.uuid(now.toEpochMilli()).toString();
            table.insert(row(backend, place, new Life(id, 1, now, now)));
            return;
        }
        BackendRow old = before.get();
        BackendRow same = row(backend, place, new Life(old.id(), old.version(), old.createdAt(), old.updatedAt()));
        if (!same.equals(old)) {
            table.update(row(backend, place, new Life(old.id(), old.version(), old.createdAt(), now)));
        }
    }

    private record Life(String id, long version, Instant createdAt, Instant updatedAt) {}

    private static BackendRow row(Backend backend, String place, Life life) {
        return new BackendRow(
                life.id,
                backend.name(),
                backend.kind(),
                backend.baseUrl().toString(),
                shown(backend.credential()).name().toLowerCase(Locale.ROOT),
                Optional.empty(),
                Optional.empty(),
                backend.models(),
                BackendWords.write(backend.options()),
                BackendWords.write(backend.labels()),
                Optional.of(backend.timeout().toMillis()),
                backend.skipTlsVerify(),
                backend.enabled(),
                Backend.CONFIG,
                place,
                life.version,
                life.createdAt,
                life.updatedAt);
    }

    private static Shown shown(Credential credential) {
        return switch (credential) {
            case Credential.None _ -> Shown.NONE;
            case Credential.Client _ -> Shown.CLIENT;
            case Credential.Own _, Credential.Token _, Credential.Missing _, Credential.Lost _ -> Shown.OWN;
        };
    }
}
