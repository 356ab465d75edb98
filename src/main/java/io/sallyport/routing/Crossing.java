package io.sallyport.routing;

import io.sallyport.dialect.ClientConversion;
import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ConvertedCall;
import io.sallyport.dialect.ConvertedCall.Ways;
import io.sallyport.dialect.Framing;
import io.sallyport.dialect.Loss;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.Rewording;
import io.sallyport.dialect.Stamp;
import io.sallyport.dialect.Translation;
import io.sallyport.dialect.Translation.Terms;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a call gets over to one target and its answer back: as it is where the target speaks the client's
/// dialect, else translated.
///
/// Errors: BadRequest when a call that must be translated cannot be read.
/// Threads: one for each attempt.
final class Crossing {
    /// Tokens; for vendors that must be told a cap when neither client, limits, alias nor backend name one.
    private static final long USUAL_CAP = 4_096;

    private static final String LOSS = "x-sallyport-loss";

    private final Target target;
    private final Plan plan;
    private final Errand errand;
    private final Optional<Rewording> rewording;
    private final RawRequest request;

    Crossing(Target target, Plan plan, Errand errand, Clock clock) {
        this.target = target;
        this.plan = plan;
        this.errand = errand;
        RawRequest asked = errand.request();
        Provider provider = provider();
        this.rewording = provider.serves(asked.operation(), errand.dialect().name())
                ? Optional.empty()
                : Optional.of(
                        asked.operation().isChat() ? translation(clock.instant()) : converted(asked, clock.instant()));
        RawRequest quiet = rewording
                .map(over -> QuietThinking.of(
                        over.request(), target, plan, _ -> over.request().facts()))
                .orElseGet(() -> QuietThinking.of(
                        asked, target, plan, body -> errand.dialect().read(asked.operation(), asked.path(), body)));
        this.request = model().isEmpty() ? quiet : quiet.with(model());
        rewording.map(Rewording::losses).ifPresent(this::tell);
    }

    /// The head of the answer tells what the request lost, even when it is written after the end of a short
    /// stream.
    private void tell(Losses losses) {
        refuseLosses(losses);
        errand.headers().stream()
                .map(Header::name)
                .filter(name -> name.endsWith("-beta"))
                .forEach(losses::dropped);
        losses.told();
    }

    /// Some keys would rather not ask at all than ask for something else; another target may be told
    /// everything.
    private void refuseLosses(Losses losses) {
        List<String> dropped = losses.dropped();
        if (errand.losses() == LossPolicy.STRICT && !dropped.isEmpty()) {
            String message = "This key allows no losses, and a backend of the model cannot be told: "
                    + String.join(", ", dropped) + ".";
            throw new RefusedException(new BadRequest("loss_not_allowed", message, dropped.getFirst()));
        }
    }

    private ConvertedCall converted(RawRequest request, Instant now) {
        if (request.facts().stream()
                && !provider().streams(request.operation(), errand.dialect().name())) {
            throw new RefusedException(new BadRequest(
                    "streaming_not_supported",
                    "No backend of the model can stream the answer to this call. Ask without `stream`.",
                    "stream"));
        }
        Optional<ClientConversion> client = errand.dialect().conversion(request.operation());
        if (client.isPresent() && provider().serves(request.operation(), Provider.USUAL_FORM)) {
            return new ConvertedCall(new Ways(client, Optional.empty()), request, model(), now);
        }
        String path = client.map(ClientConversion::path).orElse(request.path());
        Conversion vendor = provider()
                .conversion(request.operation())
                .filter(known -> known.takes().equals(path))
                .orElseThrow(this::unable);
        return new ConvertedCall(new Ways(client, Optional.of(vendor)), request, model(), now);
    }

    private Translation translation(Instant now) {
        ProviderChat chat = provider().chat().orElseThrow(this::unable);
        RawRequest request = errand.request();
        if (!request.method().equals("POST") || request.countsTokens()) {
            throw unable();
        }
        long cap = errand.outputCap().or(plan::outputCap).or(this::capOfBackend).orElse(USUAL_CAP);
        Stamp stamp = errand.stamps().of(target.upstream().name());
        return new Translation(
                errand.dialect().chat(request.operation()), chat, request, new Terms(model(), cap, now, stamp));
    }

    /// What operators say where nobody else does (Q16).
    private Optional<Long> capOfBackend() {
        return target.upstream()
                .backend()
                .option("max_output_tokens")
                .filter(cap -> cap.matches("[1-9][0-9]{0,8}"))
                .map(Long::valueOf);
    }

    private RefusedException unable() {
        return Unserved.of(errand.request().operation(), "No backend of the model can serve this call.");
    }

    private String model() {
        return target.model().isEmpty() ? errand.request().facts().model().orElse("") : target.model();
    }

    private Provider provider() {
        return target.upstream().provider();
    }

    Target target() {
        return target;
    }

    /// Whether the target speaks another dialect than the client.
    boolean isTranslated() {
        return rewording.isPresent();
    }

    /// The call as the target gets it.
    ///
    /// @param shown the target's backend with what it is shown as proof
    ProviderCall call(Backend shown) {
        return new ProviderCall(
                shown,
                request,
                model(),
                rewording.isPresent() ? List.of(request.body()) : renamed(),
                headers(),
                errand.outputCap(),
                errand.clientCredential());
    }

    private List<Bytes> renamed() {
        boolean renamed =
                !target.model().isEmpty() && !errand.request().facts().model().equals(Optional.of(target.model()));
        return renamed ? request.bodyWithModel(provider().spelled(request, target.model())) : List.of(request.body());
    }

    private List<Header> headers() {
        return rewording.isEmpty()
                ? errand.headers()
                : errand.headers().stream()
                        .filter(header -> !isOfVendor(header))
                        .toList();
    }

    private static boolean isOfVendor(Header header) {
        return header.name().startsWith("anthropic-") || header.name().startsWith("openai-");
    }

    /// What getting over costs so far.
    List<Loss> losses() {
        return rewording.map(over -> over.losses().all()).orElse(List.of());
    }

    /// How the target sets the events of a stream apart.
    Framing framing() {
        return rewording.map(Rewording::framing).orElse(Framing.SERVER_SENT_EVENTS);
    }

    /// A reader for the target's answer.
    ReplyReader reader() {
        Thoughts thoughts = plan.exposeReasoning() ? Thoughts.SHOWN : Thoughts.HIDDEN;
        ReplyReader upstream = provider().reader(request, thoughts);
        return rewording.map(over -> over.reader(upstream, thoughts)).orElse(upstream);
    }

    /// Header lines of an answer as the client sees it, with what was lost so far.
    List<Header> told(List<Header> answered) {
        return withLosses(framing() == Framing.SERVER_SENT_EVENTS ? answered : inEvents(answered));
    }

    /// The client's events are always server-sent.
    private List<Header> inEvents(List<Header> answered) {
        return answered.stream()
                .map(header -> header.isNamed("content-type")
                                && framing().isOf(header.value().toLowerCase(Locale.ROOT))
                        ? new Header("content-type", "text/event-stream")
                        : header)
                .toList();
    }

    private List<Header> withLosses(List<Header> answered) {
        String lost = rewording.map(over -> over.losses().line()).orElse("");
        if (lost.isEmpty()) {
            return answered;
        }
        rewording.ifPresent(over -> over.losses().told());
        List<Header> told = new ArrayList<>(answered);
        told.add(new Header(LOSS, lost));
        return told;
    }
}
