package io.sallyport.routing;

import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.Translation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.NotImplemented;
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a call gets over to one target and its answer back: as it is where the target speaks the client's
/// dialect, else translated.
///
/// Errors: BadRequest when a call that must be translated cannot be read.
/// Threads: one for each attempt.
final class Crossing {
    /// Tokens; for vendors that must be told a cap when neither client, limits nor alias name one.
    private static final long USUAL_CAP = 4_096;

    private static final String LOSS = "x-sallyport-loss";

    private final Target target;
    private final Plan plan;
    private final Errand errand;
    private final Optional<Translation> translation;
    private final RawRequest request;

    Crossing(Target target, Plan plan, Errand errand, Instant now) {
        this.target = target;
        this.plan = plan;
        this.errand = errand;
        RawRequest asked = errand.request();
        Provider provider = provider();
        this.translation = provider.serves(asked.operation(), errand.dialect().name())
                ? Optional.empty()
                : Optional.of(translation(provider.chat().orElseThrow(Crossing::unable), now));
        this.request = translation
                .map(over -> QuietThinking.of(
                        over.request(), target, plan, _ -> over.request().facts()))
                .orElseGet(() -> QuietThinking.of(
                        asked, target, plan, body -> errand.dialect().read(asked.operation(), body)));
        translation.ifPresent(_ -> lostHeaders());
    }

    private Translation translation(ProviderChat chat, Instant now) {
        RawRequest request = errand.request();
        if (request.path().endsWith("/count_tokens")) {
            throw unable();
        }
        long cap = errand.outputCap().or(plan::outputCap).orElse(USUAL_CAP);
        return new Translation(errand.dialect().chat(request.operation()), chat, request, model(), cap, now);
    }

    private static RefusedException unable() {
        return new RefusedException(
                new NotImplemented("unsupported_operation", "No backend of the model can serve this call."));
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
        return translation.isPresent();
    }

    /// The call as the target gets it.
    ///
    /// @param shown the target's backend with what it is shown as proof
    ProviderCall call(Backend shown) {
        return new ProviderCall(
                shown,
                request,
                translation.isPresent() ? List.of(request.body()) : renamed(),
                headers(),
                errand.outputCap(),
                errand.clientCredential());
    }

    private List<Bytes> renamed() {
        boolean renamed = !target.model().isEmpty() && !request.facts().model().equals(Optional.of(target.model()));
        return renamed ? request.bodyWithModel(provider().spelled(request, target.model())) : List.of(request.body());
    }

    private List<Header> headers() {
        return translation.isEmpty()
                ? errand.headers()
                : errand.headers().stream()
                        .filter(header -> !isOfVendor(header))
                        .toList();
    }

    private static boolean isOfVendor(Header header) {
        return header.name().startsWith("anthropic-") || header.name().startsWith("openai-");
    }

    private void lostHeaders() {
        errand.headers().stream()
                .filter(header -> header.name().endsWith("-beta"))
                .forEach(header -> translation.orElseThrow().losses().dropped(header.name()));
    }

    /// A reader for the target's answer.
    ReplyReader reader() {
        Thoughts thoughts = plan.exposeReasoning() ? Thoughts.SHOWN : Thoughts.HIDDEN;
        ReplyReader upstream = provider().reader(request, thoughts);
        return translation.map(over -> over.reader(upstream, thoughts)).orElse(upstream);
    }

    /// Header lines of an answer, with what was lost so far.
    List<Header> told(List<Header> answered) {
        String lost = translation.map(over -> over.losses().line()).orElse("");
        if (lost.isEmpty()) {
            return answered;
        }
        List<Header> told = new ArrayList<>(answered);
        told.add(new Header(LOSS, lost));
        return told;
    }
}
