package io.sallyport.pipeline;

import io.sallyport.catalog.Price;
import io.sallyport.dialect.ByteSearch;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.Journal;
import io.sallyport.journal.JournalEntry;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.InternalFault;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Need;
import io.sallyport.net.WebSocketDialer;
import io.sallyport.pipeline.CallPipeline.Way;
import io.sallyport.pipeline.SessionLimits.Session;
import io.sallyport.provider.ProviderCall;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Target;
import io.sallyport.routing.Traits;
import io.sallyport.transport.CloseReason;
import io.sallyport.transport.Frame;
import io.sallyport.transport.FrameRelay;
import io.sallyport.transport.FrameSocket;
import io.sallyport.usage.Charge;
import io.sallyport.usage.Meter;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import io.sallyport.web.WebSockets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The road of a realtime session: authorise, claim, dial, then frames both ways until one side ends it.
///
/// What it may use is set aside answer by answer; when a limit leaves nothing for another, the session is
/// closed with 1008 and the code of the refusal.
/// Threads: on the event loop of the session, but for what waits for limits.
public final class RealtimePipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimePipeline.class);
    private static final Pattern MODEL = Pattern.compile("(^|&)model=[^&]*");
    private static final int SWITCHED = 101;
    private static final int NORMAL = 1000;
    private static final int NO_CODE = 1005;
    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;

    private final Supplier<Resolver> resolver;
    private final WebSocketDialer dialer;
    private final Journal journal;
    private final ReplyWriter writer;
    private final Way way;
    private final Clock clock;

    public RealtimePipeline(
            Supplier<Resolver> resolver,
            WebSocketDialer dialer,
            Journal journal,
            ReplyWriter writer,
            Way way,
            Clock clock) {
        this.resolver = resolver;
        this.dialer = dialer;
        this.journal = journal;
        this.writer = writer;
        this.way = way;
        this.clock = clock;
    }

    /// Opens a session for a proven caller.
    public void open(Call call, Caller caller) {
        Passage passage = new Passage(call, way.settings().get(), new BodyCopy(0));
        passage.proven(caller);
        guarded(passage, () -> {
            journal.admit(caller);
            WebSockets.check(call.request());
            authorise(passage, caller);
        });
    }

    private void authorise(Passage passage, Caller caller) {
        Call call = passage.call();
        String model = call.request()
                .queryParam("model")
                .orElseThrow(() -> new RefusedException(
                        new BadRequest("invalid_value", "The query must name a 'model'.", "model")));
        call.entry().asked(new Asked(Operation.REALTIME, call.dialect().name(), model, true));
        Plan plan = resolver.get().resolve(traits(call, caller, model));
        way.screening().guardrails().refuseUnread(caller, plan.alias(), "realtime sessions");
        Target target = plan.targets().getFirst();
        if (way.limits().isEmpty()) {
            dial(passage, target, Optional.empty());
            return;
        }
        Session session = new Session(
                call.entry().id(),
                passage.asks(caller, plan.alias()),
                new Place(target.upstream().provider().kind(), target.upstream().name()),
                Appraisal.ofAnswer(passage.usualCap(), target.price()),
                way.blocking(),
                call.reply()::onLoop,
                clock);
        way.blocking()
                .execute(() -> guarded(passage, () -> {
                    SessionLimits begun = SessionLimits.begin(way.limits(), session);
                    call.reply().onLoop(() -> guarded(passage, () -> dial(passage, target, Optional.of(begun))));
                }));
    }

    /// A session has no body, so there is little to ask.
    private Traits traits(Call call, Caller caller, String model) {
        RequestFacts facts = new RequestFacts(Optional.of(model), Optional.empty(), true, false, Optional.empty(), 1);
        RawRequest request = new RawRequest(
                Operation.REALTIME, "GET", call.upstreamPath(), call.request().query(), "", Bytes.EMPTY, facts);
        return new CallTraits(call, caller, request, way.routing().get().workloadHeader(), _ -> 0);
    }

    private void dial(Passage passage, Target target, Optional<SessionLimits> limits) {
        Call call = passage.call();
        call.entry().leaving();
        var _ = dialer.open(target.upstream().provider().request(errand(call, target)))
                .whenComplete((upstream, cause) -> {
                    if (upstream == null) {
                        attempted(call.entry(), target, 0, "upstream_connect_failed");
                        limits.ifPresent(SessionLimits::release);
                        refuse(
                                passage,
                                new UpstreamFailed(502, "upstream_connect_failed", "The backend refused the session."));
                    } else {
                        attempted(call.entry(), target, SWITCHED, "");
                        join(call, target, upstream, limits);
                    }
                });
    }

    private static ProviderCall errand(Call call, Target target) {
        WebRequest request = call.request();
        String renamed =
                "$1model=" + Matcher.quoteReplacement(URLEncoder.encode(target.model(), StandardCharsets.UTF_8));
        RawRequest raw = new RawRequest(
                Operation.REALTIME,
                "GET",
                call.upstreamPath(),
                MODEL.matcher(request.query()).replaceFirst(renamed),
                "",
                Bytes.EMPTY,
                RequestFacts.NONE);
        List<Header> headers = new ArrayList<>(ClientHeaders.forwarded(request));
        WebSockets.protocols(request).stream()
                .filter(protocol -> protocol.equals("realtime"))
                .forEach(protocol -> headers.add(new Header("sec-websocket-protocol", protocol)));
        return new ProviderCall(
                target.upstream().backend(),
                raw,
                target.model(),
                List.of(),
                headers,
                Optional.empty(),
                Optional.empty());
    }

    private static void attempted(JournalEntry entry, Target target, int status, String code) {
        entry.attempted(new Attempted(
                target.upstream().name(), target.upstream().provider().kind(), target.model(), status, code, 0));
    }

    private void join(Call call, Target target, FrameSocket upstream, Optional<SessionLimits> limits) {
        WebReply reply = call.reply();
        reply.header("x-request-id", call.entry().client().correlationId());
        Optional<String> protocol = WebSockets.protocols(call.request()).stream()
                .filter(name -> name.equals("realtime"))
                .findFirst();
        FrameSocket client = WebSockets.accept(call.request(), reply, protocol);
        call.entry().firstByte();
        Watching watching = new Watching(call.entry(), target.price(), limits);
        watching.relay = FrameRelay.join(client, upstream, watching);
    }

    /// Runs a stage; a refusal becomes the answer, anything else thrown is a bug and becomes a 500.
    private void guarded(Passage passage, Runnable stage) {
        try {
            stage.run();
        } catch (RefusedException e) {
            passage.call().reply().onLoop(() -> refuse(passage, e.refusal()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("request_id", passage.call().entry().id())
                    .setCause(e)
                    .log("internal_error");
            passage.call().reply().onLoop(() -> refuse(passage, new InternalFault()));
        }
    }

    private void refuse(Passage passage, Refusal refusal) {
        Delivery delivery = writer.refusal(passage, refusal);
        journal.close(passage.call().entry(), delivery.outcome());
    }

    /// Counts what passes, ends a session that may use no more, and closes the journal entry at the end.
    private final class Watching implements FrameRelay.Watcher {
        private static final ByteSearch USAGE = ByteSearch.member("usage");

        private final JournalEntry entry;
        private final Optional<Price> price;
        private final Optional<SessionLimits> limits;
        private final RealtimeUsage usage = new RealtimeUsage();
        private Optional<Refusal> refusal = Optional.empty();
        private @Nullable FrameRelay relay;
        private long in;
        private long out;

        Watching(JournalEntry entry, Optional<Price> price, Optional<SessionLimits> limits) {
            this.entry = entry;
            this.price = price;
            this.limits = limits;
        }

        @Override
        public void fromClient(Frame frame) {
            in += frame.bytes().length();
        }

        @Override
        public void fromUpstream(Frame frame) {
            out += frame.bytes().length();
            boolean reports = frame.kind() == Frame.Kind.TEXT
                    && frame.isLast()
                    && USAGE.value(frame.bytes(), frame.bytes().from()) >= 0;
            if (reports) {
                usage.add(frame.bytes()).ifPresent(this::answered);
            }
        }

        private void answered(TokenUsage answer) {
            Need used = Appraisal.used(Optional.of(answer), Meter.cost(Optional.of(answer), price));
            limits.ifPresent(open -> open.answered(used, this::stop));
        }

        private void stop(Refusal why) {
            refusal = Optional.of(why);
            if (relay != null) {
                relay.close(new CloseReason(POLICY, why.code()));
            }
        }

        @Override
        public void onEnd(CloseReason reason) {
            entry.bytesIn(in);
            entry.bytesOut(out);
            entry.spent(usage.total(), Charge.of(usage.total(), 0, price));
            boolean well = reason.code() == NORMAL || reason.code() == NO_CODE || reason.code() == GOING_AWAY;
            limits.ifPresent(SessionLimits::end);
            journal.close(
                    entry, new Outcome(SWITCHED, refusal.map(Refusal::code).orElse(well ? "" : "session_broken")));
        }
    }
}
