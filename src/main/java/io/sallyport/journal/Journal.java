package io.sallyport.journal;

import io.sallyport.identity.Caller;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.lang.RequestId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens an entry for each call and, when it is closed, hands its record to every sink.
public final class Journal {
    private final Clock clock;
    private final CaptureRules rules;
    private final List<JournalSink> sinks;
    private final Consumer<Caller> duty;
    private final boolean measuresStages;

    /// @param duty refuses callers whose calls must be recorded while they cannot be
    public Journal(Clock clock, CaptureRules rules, List<JournalSink> sinks, Consumer<Caller> duty) {
        this.clock = clock;
        this.rules = rules;
        this.sinks = List.copyOf(sinks);
        this.duty = duty;
        this.measuresStages = this.sinks.stream().anyMatch(JournalSink::readsStages);
    }

    public Journal(Clock clock, CaptureRules rules, List<JournalSink> sinks) {
        this(clock, rules, sinks, _ -> {});
    }

    /// A journal that keeps no bodies.
    public Journal(Clock clock, List<JournalSink> sinks) {
        this(clock, CaptureRules.METADATA, sinks);
    }

    /// True when the client's headers are worth collecting.
    public boolean keepsHeaders() {
        return rules.keepsHeaders();
    }

    /// Bytes of a body that are worth collecting; 0 when bodies are not kept.
    public int bodyLimit() {
        return rules.keepsBodies() ? rules.maxBodySize() : 0;
    }

    /// True when bodies are worth collecting at all.
    public boolean keepsBodies() {
        return rules.keepsBodies();
    }

    public JournalEntry open(RequestId id, Client client, Asked asked) {
        return new JournalEntry(id, client, asked, clock.instant(), Purpose.CLIENT, stages());
    }

    /// Opens an entry for a call that the gateway makes itself.
    ///
    /// @param beside the call of a client that is the reason; both are of one conversation
    public JournalEntry open(Purpose purpose, Optional<JournalEntry> beside, String path, Asked asked) {
        RequestId id = RequestId.next(clock);
        Client client = new Client(
                beside.map(JournalEntry::id).orElse(id).toString(),
                beside.map(reason -> reason.client().sessionId()).orElse(""),
                "POST",
                path,
                "",
                "",
                "",
                List.of());
        return new JournalEntry(id, client, asked, clock.instant(), purpose, stages());
    }

    private StageTimes stages() {
        return measuresStages ? new StageTimes() : StageTimes.UNMEASURED;
    }

    /// Lets a caller go on whose call can be recorded, or need not be.
    ///
    /// Errors: Unavailable.
    public void admit(Caller caller) {
        duty.accept(caller);
    }

    /// Ends the entry. Called exactly once per entry, whatever happened to the call.
    public void close(JournalEntry entry, Outcome outcome) {
        CallRecord call = rules.applyTo(entry.close(outcome));
        for (JournalSink sink : sinks) {
            sink.take(call);
        }
    }
}
