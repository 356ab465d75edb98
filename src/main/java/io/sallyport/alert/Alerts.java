package io.sallyport.alert;

import io.sallyport.alert.AlertTable.AttemptRow;
import io.sallyport.alert.AlertTable.PendingRow;
import io.sallyport.alert.AlertTable.Row;
import io.sallyport.alert.RaisedAlert.Pending;
import io.sallyport.database.Database;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Every alert there was, whom it is still to be told, and every try to tell them.
///
/// Any number of instances may notice the same thing: one of them raises the alert, and one at a time sends it.
/// Threads: safe; every method waits for the database.
public final class Alerts {
    /// A sender that says nothing for so long is dead, and another one takes its work over.
    static final Duration TAKEOVER = Duration.ofMinutes(2);

    private static final int AT_ONCE = 20;

    private final Database database;
    private final AlertTable table;

    public Alerts(Database database) {
        this.database = database;
        this.table = database.attach(AlertTable.class);
    }

    /// Some alerts, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<RaisedAlert> alerts, Optional<UUID> next) {}

    /// Raises an alert, unless it was: in the same window only a worse level is new, or after the cooldown the same.
    ///
    /// @return whether it is new
    boolean raise(Alert alert, Occasion occasion, AlertRules rules) {
        Row row = AlertRows.row(alert);
        return database.inTransaction(transaction -> {
            AlertTable rows = transaction.attach(AlertTable.class);
            if (rows.claim(row, occasion, alert.at().minus(rules.cooldown())) == 0) {
                return false;
            }
            rows.insert(row);
            address(
                    rows,
                    alert,
                    Way.EMAIL,
                    rules.emails().stream().map(Object::toString).toList());
            address(
                    rows,
                    alert,
                    Way.WEBHOOK,
                    rules.webhooks().stream().map(URI::toString).toList());
            return true;
        });
    }

    /// Whether nothing was said about a window of a thing yet; asked before what is costly to say is put together.
    boolean isNew(String cause, String subject, Instant windowStart) {
        return table.said(cause, subject)
                .filter(said -> !said.isBefore(windowStart))
                .isEmpty();
    }

    private static void address(AlertTable rows, Alert alert, Way way, List<String> targets) {
        rows.address(alert.id(), AlertRows.word(way), targets, alert.at());
    }

    /// Keeps an alert that is sent at once, by whoever keeps it.
    void keep(Alert alert) {
        table.insert(AlertRows.row(alert));
    }

    /// Takes what is due now; this instance is to send it within [#TAKEOVER].
    List<Delivery> take(Instant now) {
        return table.take(now, now.plus(TAKEOVER), AT_ONCE).stream()
                .map(AlertRows::delivery)
                .toList();
    }

    /// Writes down how an attempt ended.
    void log(AlertAttempt attempt) {
        table.log(AlertRows.row(attempt));
    }

    /// As [#log(AlertAttempt)], and says when the target is tried again; empty for never.
    void settle(AlertAttempt attempt, Optional<Instant> again) {
        AttemptRow row = AlertRows.row(attempt);
        database.useTransaction(transaction -> {
            AlertTable rows = transaction.attach(AlertTable.class);
            rows.log(row);
            rows.settle(row, again);
        });
    }

    /// When the next delivery is due; empty when none waits.
    Optional<Instant> nextDue() {
        return table.nextDue();
    }

    /// @param after the last alert of the page before
    /// @param count 1 to 1000
    public Page list(AlertFilter filter, Optional<UUID> after, int count) {
        List<Row> found = table.list(AlertRows.asked(filter), after, count + 1);
        List<Row> shown = found.size() <= count ? found : found.subList(0, count);
        return new Page(
                raised(shown),
                found.size() <= count
                        ? Optional.empty()
                        : Optional.of(shown.getLast().id()));
    }

    private List<RaisedAlert> raised(List<Row> rows) {
        List<UUID> ids = rows.stream().map(Row::id).toList();
        List<AttemptRow> attempts = table.attempts(ids);
        List<PendingRow> pending = table.pending(ids);
        return rows.stream()
                .map(row -> new RaisedAlert(
                        AlertRows.alert(row),
                        attempts.stream()
                                .filter(attempt -> attempt.alert().equals(row.id()))
                                .map(AlertRows::attempt)
                                .toList(),
                        pending.stream()
                                .filter(waiting -> waiting.alert().equals(row.id()))
                                .map(waiting -> new Pending(
                                        AlertRows.constant(Way.class, waiting.way()),
                                        waiting.target(),
                                        waiting.dueAt()))
                                .toList()))
                .toList();
    }
}
