package io.sallyport.journal;

import io.sallyport.database.BatchWriter;
import io.sallyport.database.BatchWriterSettings;
import io.sallyport.database.BatchWriterState;
import io.sallyport.database.Database;
import io.sallyport.lang.RequestId;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes finished calls to the database, behind the calls' backs: a queue per table, batches, counted drops.
///
/// Threads: `take` never blocks; `close` waits for what is queued.
public final class DatabaseSink implements JournalSink, AutoCloseable {
    /// Bodies are large, so few of them may wait: 64 KiB each way times this is what the queue can hold.
    private static final int WAITING_BODIES = 200;

    /// Usage is what people pay by, and its rows are small: a short outage must not lose any.
    private static final int WAITING_USAGE = 50_000;

    private final HealthChecks healthChecks;
    private final BatchWriter<CallRecord> requests;
    private final BatchWriter<CallRecord> usage;
    private final BatchWriter<NumberedAttempt> attempts;
    private final BatchWriter<CallRecord> contents;

    private DatabaseSink(Database database, JournalSettings settings, Clock clock) {
        BatchWriterSettings many = settings.writer();
        BatchWriterSettings ordered = new BatchWriterSettings(
                Math.max(many.bufferSize(), WAITING_USAGE), many.batchSize(), many.flushInterval(), 1);
        int bodies = Math.min(WAITING_BODIES, many.bufferSize());
        BatchWriterSettings few =
                new BatchWriterSettings(bodies, Math.min(many.batchSize(), bodies), many.flushInterval(), 1);
        this.healthChecks = settings.healthChecks();
        this.requests = BatchWriter.open("request_log", database, new RequestTarget(), many, clock);
        // One writer: two would only wait for each other's sums.
        this.usage = BatchWriter.open("usage_record", database, new UsageTarget(), ordered, clock);
        this.attempts = BatchWriter.open("attempt", database, new AttemptTarget(), ordered, clock);
        this.contents = BatchWriter.open("request_content", database, new ContentTarget(), few, clock);
    }

    /// Starts the writers. The partitions of today must be there, see [Partitions].
    public static DatabaseSink open(Database database, JournalSettings settings, Clock clock) {
        return new DatabaseSink(database, settings, clock);
    }

    @Override
    public void take(CallRecord call) {
        if (healthChecks.skips(call)) {
            return;
        }
        requests.offer(call);
        if (call.caller().isPresent()) {
            usage.offer(call);
        }
        if (call.content().isPresent()) {
            contents.offer(call);
        }
        boolean isAnsweredAtOnce =
                call.attempts().size() == 1 && call.attempts().getFirst().code().isEmpty();
        if (!isAnsweredAtOnce) {
            for (int i = 0; i < call.attempts().size(); i++) {
                attempts.offer(new NumberedAttempt(call.id(), i, call.attempts().get(i)));
            }
        }
    }

    /// Whether a call that ended now would be written, as far as the last write tells.
    public boolean isKeeping() {
        return requests.isKeeping();
    }

    /// What each writer has done, by the name of its table.
    public Map<String, BatchWriterState> states() {
        Map<String, BatchWriterState> states = new LinkedHashMap<>();
        states.put("request_log", requests.state());
        states.put("usage_record", usage.state());
        states.put("attempt", attempts.state());
        states.put("request_content", contents.state());
        return states;
    }

    @Override
    public void close() {
        List.of(requests, usage, attempts, contents).forEach(BatchWriter::close);
    }

    /// One attempt of a call and its place, counted from zero.
    record NumberedAttempt(RequestId call, int position, CallRecord.Attempted attempt) {}
}
