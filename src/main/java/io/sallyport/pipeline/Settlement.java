package io.sallyport.pipeline;

import io.sallyport.catalog.Price;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.guardrail.Layer;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Considered;
import io.sallyport.journal.CallRecord.Content;
import io.sallyport.journal.CallRecord.Routed;
import io.sallyport.journal.Journal;
import io.sallyport.journal.JournalEntry;
import io.sallyport.lang.Bytes;
import io.sallyport.limit.Hold;
import io.sallyport.limit.Need;
import io.sallyport.pipeline.Call.Origin;
import io.sallyport.routing.Decision;
import io.sallyport.routing.Target;
import io.sallyport.usage.Charge;
import io.sallyport.usage.Estimator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last stage: what was used becomes a cost, and the journal entry is closed.
public final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Journal journal;
    private final Estimator estimator;

    public Settlement(Journal journal, Estimator estimator) {
        this.journal = journal;
        this.estimator = estimator;
    }

    /// Lets a caller go on whose call can be recorded, or need not be.
    ///
    /// Errors: Unavailable.
    void admit(Caller caller) {
        journal.admit(caller);
    }

    void settle(Passage passage, Delivery delivery) {
        JournalEntry entry = passage.call().entry();
        entry.bytesOut(delivery.bytes());
        delivery.reader().ifPresent(reader -> entry.lost(reader.losses()));
        passage.decision().map(Settlement::routed).ifPresent(entry::routed);
        if (passage.saving().isPresent()) {
            entry.spent(Optional.empty(), Charge.saving(passage.saving().get()));
            passage.hold().ifPresent(hold -> hold.settle(Need.NOTHING));
        } else if (delivery.reader().isPresent() && passage.request().isPresent()) {
            Bill bill = new Bill(entry, passage.request().get(), passage.target(), passage.hold());
            charge(bill, delivery.reader().get());
        } else {
            passage.hold().ifPresent(Hold::release);
        }
        // A judge is asked about somebody else's content, which the audit rules of its own key say nothing of.
        if (journal.keepsBodies() && passage.call().origin() == Origin.CLIENT) {
            keepBodies(passage, entry);
        }
        journal.close(entry, delivery.outcome());
    }

    /// What a call is charged by.
    ///
    /// @param target that answered; empty when none did
    /// @param hold what was set aside
    record Bill(JournalEntry entry, RawRequest request, Optional<Target> target, Optional<Hold> hold) {}

    /// Ends a call that the gateway made itself.
    void settle(Bill bill, Delivery delivery) {
        bill.entry().bytesOut(delivery.bytes());
        delivery.reader()
                .ifPresentOrElse(
                        reader -> charge(bill, reader), () -> bill.hold().ifPresent(Hold::release));
        journal.close(bill.entry(), delivery.outcome());
    }

    private void charge(Bill bill, ReplyReader reader) {
        boolean idle = Appraisal.isIdle(bill.request());
        if (reader.usageIsAbsurd()) {
            doubt(bill);
        }
        Optional<TokenUsage> usage = idle ? Optional.empty() : usage(reader, bill.request());
        Charge charge = idle ? Charge.NOTHING : charge(bill, usage);
        bill.entry().spent(usage, charge);
        bill.hold().ifPresent(hold -> hold.settle(Appraisal.used(usage, charge.cost())));
    }

    /// Says that an upstream reported what cannot be; the call is charged by our own count.
    private void doubt(Bill bill) {
        estimator.refuse();
        LOG.atWarn()
                .addKeyValue("request_id", bill.entry().id())
                .addKeyValue(
                        "backend",
                        bill.target().map(target -> target.upstream().name()).orElse(""))
                .log("usage_report_refused");
    }

    private static Routed routed(Decision decision) {
        return new Routed(
                decision.alias(),
                decision.reason(),
                decision.rules(),
                decision.bucket(),
                decision.bounds(),
                decision.strategy(),
                decision.considered().stream()
                        .map(one -> new Considered(one.alias(), one.target(), one.outcome()))
                        .toList());
    }

    private static void keepBodies(Passage passage, JournalEntry entry) {
        Bytes request = passage.request().map(RawRequest::body).orElse(Bytes.EMPTY);
        BodyCopy answer = passage.answerCopy();
        boolean isMasked = passage.masked().size() == Layer.values().length;
        entry.content(new Content(request, false, answer.bytes(), answer.isCut(), isMasked));
    }

    /// Bytes of an answer that are worth collecting; 0 when bodies are not kept.
    int bodyLimit() {
        return journal.bodyLimit();
    }

    /// Tokens of a prompt by our own count.
    long promptTokens(RawRequest request) {
        return estimator.estimate(request.body(), 0).input();
    }

    /// What the provider reported, zero included; else our own count of what was delivered, marked as such.
    private Optional<TokenUsage> usage(ReplyReader reader, RawRequest request) {
        Optional<TokenUsage> reported = estimator.believed(reader.usage());
        return reported.isPresent() || !Appraisal.readsTokens(request.operation())
                ? reported
                : Optional.of(estimator.estimate(request.body(), reader.producedCharacters()));
    }

    private static Charge charge(Bill bill, Optional<TokenUsage> usage) {
        RawRequest request = bill.request();
        Optional<Price> price = bill.target().flatMap(Target::price);
        long images = request.operation() == Operation.IMAGE ? request.facts().choices() : 0;
        return Charge.of(usage, images, price);
    }
}
