package io.sallyport.limit;

import io.sallyport.database.Database;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Which quotas and budgets a finished call counted in, by the books.
///
/// Rates and parallel calls are not kept and do not appear.
/// Threads: safe; every method waits for the database.
public final class ChargedLimits {
    private final ChargedLimitTable table;
    private final LimitCatalog catalog;

    /// @param database may be one for reports
    public ChargedLimits(Database database, LimitCatalog catalog) {
        this.table = database.attach(ChargedLimitTable.class);
        this.catalog = catalog;
    }

    /// What a call counted in; nothing for a call that no limit held for, and for one that is still to be
    /// booked.
    public List<Charged> of(UUID call) {
        return table.of(call).stream().flatMap(this::charged).toList();
    }

    private Stream<Charged> charged(ChargedLimitTable.Row row) {
        Optional<Limit> limit = catalog.find(new LimitId(row.limit()));
        return limit.stream()
                .map(known -> new Charged(known, row.subject(), row.amount(), row.startsAt(), row.endsAt()));
    }

    /// One limit that a call counted in.
    ///
    /// @param subject whose use it was; empty for everybody's
    /// @param amount calls, tokens or pico-dollars, as the limit says
    /// @param from start of the time it counts in
    /// @param to end of that time
    public record Charged(Limit limit, String subject, BigInteger amount, Instant from, Instant to) {}
}
