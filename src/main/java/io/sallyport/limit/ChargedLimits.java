package io.sallyport.limit;

import io.sallyport.database.Database;
import io.sallyport.limit.ChargedLimitTable.Row;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        List<Row> rows = table.of(call);
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<LimitId, Limit> known =
                catalog.list().stream().collect(Collectors.toMap(Limit::id, Function.identity(), (first, _) -> first));
        return rows.stream().flatMap(row -> charged(row, known)).toList();
    }

    private static Stream<Charged> charged(Row row, Map<LimitId, Limit> known) {
        return Optional.ofNullable(known.get(new LimitId(row.limit()))).stream()
                .map(limit -> new Charged(limit, row.subject(), row.amount(), row.startsAt(), row.endsAt()));
    }

    /// One limit that a call counted in.
    ///
    /// @param subject whose use it was; empty for everybody's
    /// @param amount calls, tokens or pico-dollars, as the limit says
    /// @param from start of the time it counts in
    /// @param to end of that time
    public record Charged(Limit limit, String subject, BigInteger amount, Instant from, Instant to) {}
}
