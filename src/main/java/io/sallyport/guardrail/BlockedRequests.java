package io.sallyport.guardrail;

import io.sallyport.database.Database;
import io.sallyport.guardrail.BlockedTable.Filter;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// The requests that guardrails stopped, by organisation, and reports that one was stopped without reason
/// (requirement GU20).
///
/// Threads: safe; waits for the database.
public final class BlockedRequests {
    private static final int LONGEST = 1_000;

    private final Database database;
    private final BlockedTable table;
    private final Clock clock;

    public BlockedRequests(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(BlockedTable.class);
        this.clock = clock;
    }

    /// Which are wanted; those of everybody where nothing is said.
    ///
    /// @param user who made them
    /// @param report state of a report there must be
    public record Wanted(Optional<TenantId> tenant, Optional<UserId> user, Optional<Decision> report) {}

    /// How a report stands.
    public enum Decision {
        OPEN,
        /// It was stopped without reason.
        ACCEPTED,
        /// It was stopped as it should be.
        REJECTED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Some of them, newest first.
    ///
    /// @param nextCursor the cursor of the ones behind; empty when there are none
    public record Page(List<BlockedRequest> data, Optional<String> nextCursor) {}

    /// @param cursor of a page before
    public Page list(Wanted wanted, Optional<Long> cursor, int most) {
        List<BlockedRequest> found = read(new Filter(
                cursor,
                wanted.tenant().map(TenantId::value),
                wanted.user().map(UserId::value),
                wanted.report().map(Decision::word),
                Optional.empty(),
                most + 1));
        return found.size() <= most
                ? new Page(found, Optional.empty())
                : new Page(
                        found.subList(0, most),
                        Optional.of(Long.toString(found.get(most - 1).id())));
    }

    /// Says that a request was stopped without reason.
    ///
    /// Errors: NotFound `blocked_request_not_found`, also for one of a tenant that is not asked about; Conflict
    /// `already_reported`; BadRequest for a reason that is blank or longer than 1000 characters.
    ///
    /// @param ours tenants whose requests may be reported
    /// @param by who says so
    public BlockedRequest report(UUID request, Predicate<TenantId> ours, String reason, String by) {
        BlockedRequest blocked = find(request)
                .filter(known -> ours.test(new TenantId(known.tenantId())))
                .orElseThrow(BlockedRequests::missing);
        int made = table.report(request, blocked.tenantId(), checked(reason, "reason"), by, clock.instant());
        if (made == 0) {
            throw new Conflict("already_reported", "Somebody has reported this request already.").asException();
        }
        return find(request).orElseThrow(BlockedRequests::missing);
    }

    /// Decides about a report, or decides anew.
    ///
    /// Errors: NotFound `blocked_request_not_found` where nobody reported it; BadRequest for an answer that is
    /// blank or longer than 1000 characters.
    ///
    /// @param answer what whoever reported it is told
    public BlockedRequest decide(UUID request, Decision decision, String answer, String by) {
        if (table.decide(request, decision.word(), checked(answer, "answer"), by, clock.instant()) == 0) {
            throw missing();
        }
        return find(request).orElseThrow(BlockedRequests::missing);
    }

    private Optional<BlockedRequest> find(UUID request) {
        Filter one = new Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(request), 1);
        return read(one).stream().findFirst();
    }

    private List<BlockedRequest> read(Filter filter) {
        return database.inTransaction(transaction -> {
            BlockedTable blocked = transaction.attach(BlockedTable.class);
            blocked.planEachTime();
            return blocked.list(filter);
        });
    }

    private static String checked(String text, String name) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new BadRequest("invalid_value", "'" + name + "' has 1 to " + LONGEST + " characters.", name)
                    .asException();
        }
        return text.strip();
    }

    private static RuntimeException missing() {
        return new NotFound("blocked_request_not_found", "There is no such request that a guardrail stopped.")
                .asException();
    }
}
