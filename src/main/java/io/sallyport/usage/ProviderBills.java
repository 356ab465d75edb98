package io.sallyport.usage;

import io.sallyport.database.Database;
import io.sallyport.lang.Money;
import io.sallyport.lang.TimeOrdered;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What providers say they served, and how far it is from what we counted.
///
/// The same file counts once; of several files of one form about the same day the last one counts.
/// Threads: safe; every method blocks.
public final class ProviderBills {
    private final Database database;
    private final Clock clock;

    public ProviderBills(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Where an export comes from.
    ///
    /// @param digest SHA-256 of the file in hexadecimal digits
    /// @param by who brought it
    public record Origin(String digest, String fileName, String by) {}

    /// Takes over an export.
    ///
    /// @return false when the same file was taken over before
    public boolean take(Origin origin, ProviderExport export) {
        UUID id = TimeOrdered.uuid(clock.millis());
        return database.inTransaction(transaction -> {
            ProviderBillTable table = transaction.attach(ProviderBillTable.class);
            if (table.open(id, origin, export.form(), clock.instant()) == 0) {
                return false;
            }
            table.days(id, export.provider(), export.days());
            table.problems(id, export.problems());
            return true;
        });
    }

    /// The last imports, newest first.
    public List<Import> imports() {
        return database.attach(ProviderBillTable.class).imports();
    }

    /// Theirs beside ours, for the days that some import tells of: oldest first, then by provider and model.
    ///
    /// @param last included
    public List<Drift> drift(LocalDate first, LocalDate last) {
        return database.attach(ProviderBillTable.class)
                .drift(
                        first,
                        last,
                        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /// One import.
    ///
    /// @param firstDay empty, as the last one, when no line told of a model
    /// @param problems lines that could not be read
    public record Import(
            UUID id,
            String form,
            String fileName,
            Instant importedAt,
            String importedBy,
            Optional<LocalDate> firstDay,
            Optional<LocalDate> lastDay,
            long problems) {}

    /// Theirs and ours of one model on one day; empty for what they do not say.
    ///
    /// @param model without the date at the end of its name
    /// @param ourUnknownCalls calls whose cost we do not know
    public record Drift(
            LocalDate day,
            String provider,
            String model,
            Optional<Long> theirCalls,
            long ourCalls,
            Optional<Long> theirPromptTokens,
            long ourPromptTokens,
            Optional<Long> theirOutputTokens,
            long ourOutputTokens,
            Optional<Money> theirCost,
            Money ourCost,
            long ourUnknownCalls) {}
}
