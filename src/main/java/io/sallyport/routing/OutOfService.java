package io.sallyport.routing;

import io.sallyport.database.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Backends, and single models of them, that operators took out of service; calls that run end where they are.
///
/// Threads: safe; every method blocks. A change holds here at once, on other instances within a second.
public final class OutOfService {
    /// Topic of [io.sallyport.database.Changes] for what is out of service.
    public static final String TOPIC = "out_of_service";

    private final Database database;
    private final Clock clock;
    private final Consumer<Set<String>> heed;

    /// @param heed takes no calls to these names any more: backends, and `backend/model` for single models
    public OutOfService(Database database, Clock clock, Consumer<Set<String>> heed) {
        this.database = database;
        this.clock = clock;
        this.heed = heed;
    }

    /// One thing that is out of service.
    ///
    /// @param model empty for the whole backend
    public record Entry(String backend, String model, String reason, Instant since) {
        String name() {
            return model.isEmpty() ? backend : backend + "/" + model;
        }
    }

    public List<Entry> all() {
        return database.attach(OutOfServiceTable.class).all();
    }

    /// Takes a backend out of service, or one of its models.
    ///
    /// @param model empty for the whole backend
    public void takeOut(String backend, String model, String reason) {
        change(table -> table.put(new Entry(backend, model, reason, clock.instant())));
    }

    /// Lets it take calls again; nothing happens when it does already.
    public void putBack(String backend, String model) {
        change(table -> table.delete(backend, model));
    }

    private void change(Consumer<OutOfServiceTable> writing) {
        database.useTransaction(transaction -> {
            writing.accept(transaction.attach(OutOfServiceTable.class));
            transaction.bump(TOPIC);
        });
        reload();
    }

    /// Takes over what the database says.
    public void reload() {
        heed.accept(all().stream().map(Entry::name).collect(Collectors.toUnmodifiableSet()));
    }
}
