package io.sallyport.blueprint;

import io.sallyport.blueprint.RevisionTable.Row;
import io.sallyport.database.Database;
import io.sallyport.json.Json;
import io.sallyport.lang.Refusal.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The last revisions: how everything was before and after each blueprint that was applied.
///
/// Threads: safe; every method waits for the database.
final class Revisions {
    /// How many are kept.
    static final int MOST = 200;

    private final RevisionTable table;
    private final Clock clock;

    Revisions(Database database, Clock clock) {
        this.table = database.attach(RevisionTable.class);
        this.clock = clock;
    }

    /// Newest first.
    List<Revision> list() {
        return table.list(MOST);
    }

    Optional<Revision> newest() {
        return table.list(1).stream().findFirst();
    }

    /// Errors: NotFound for one that is not kept.
    Json blueprint(long number) {
        return table.blueprint(number)
                .map(Json::parse)
                .orElseThrow(
                        () -> new NotFound("revision_not_found", "There is no revision " + number + ".").asException());
    }

    /// Keeps what was found, where it is not what the newest revision says, so that nothing is lost.
    void keepFound(Snapshot found, String by) {
        if (newest().filter(newest -> newest.digest().equals(found.digest())).isEmpty()) {
            var _ = keep(found, by, "found");
        }
    }

    /// @return its number
    long keep(Snapshot made, String by, String deed) {
        long number = table.insert(
                new Row(clock.instant(), by, deed, made.digest(), made.toJson().toString()));
        table.keepNewest(MOST);
        return number;
    }

    /// Waits until nobody else applies a blueprint; to be called in a transaction.
    void takeTurn() {
        var _ = table.takeTurn();
    }
}
