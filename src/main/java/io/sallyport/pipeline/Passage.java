package io.sallyport.pipeline;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.guardrail.EventMasks;
import io.sallyport.guardrail.GuardrailPanel;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Pseudonyms;
import io.sallyport.idempotency.IdempotentCalls.Claim;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.key.Credential;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Deadline;
import io.sallyport.lang.Refusal.ContentBlocked;
import io.sallyport.lang.Refusal.UnsupportedMedia;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.Asker;
import io.sallyport.limit.Hold;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.routing.Decision;
import io.sallyport.routing.Dispatch;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Target;
import io.sallyport.routing.Traits;
import io.sallyport.usage.Saving;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One call on its way: how far it got and what has to be cleaned up when it ends.
///
/// Threads: handed from stage to stage, never used by two at once.
final class Passage {
    /// Prose has four; a few words that are one token have many more.
    private static final long MOST_CHARACTERS_PER_TOKEN = 32;

    private static final long SHORTER = 4;
    /// Tokens; less is no use to anybody who did not ask for it.
    private static final long SHORTEST_ANSWER = 64;

    private final Call call;
    private final PipelineSettings settings;
    private final BodyCopy answerCopy;
    private @Nullable Caller caller;
    private @Nullable RawRequest request;
    private @Nullable Dispatch dispatch;
    private @Nullable Traits traits;
    private Optional<Target> target = Optional.empty();
    private Optional<String> bucket = Optional.empty();
    private Optional<Claim> claim = Optional.empty();
    private Optional<Asker> asker = Optional.empty();
    private Optional<Hold> hold = Optional.empty();
    private Optional<Keeping> keeping = Optional.empty();
    private Optional<Saving> saving = Optional.empty();
    private GuardrailPanel screenedBy = GuardrailPanel.EMPTY;
    private Optional<EventMasks> masks = Optional.empty();
    private List<Pseudonyms> pseudonyms = List.of();
    private final Set<Layer> masked = EnumSet.noneOf(Layer.class);
    private String stopCode = "";
    private boolean answering;
    private boolean over;
    private long usualCap;

    Passage(Call call, PipelineSettings settings, BodyCopy answerCopy) {
        this.call = call;
        this.settings = settings;
        this.usualCap = settings.outputCap();
        this.answerCopy = answerCopy;
    }

    /// What is kept of the answer for the request log.
    BodyCopy answerCopy() {
        return answerCopy;
    }

    Call call() {
        return call;
    }

    PipelineSettings settings() {
        return settings;
    }

    Credential credential() {
        return Credential.read(call.request()::headers);
    }

    void proven(Caller identity) {
        caller = identity;
        call.entry().caller(identity);
        if (identity.reach().trustsForwarder()) {
            EndUserHeaders.read(call.request()).ifPresent(call.entry()::endUser);
        }
    }

    /// The body, within the limit of its form.
    ///
    /// Errors: UnsupportedMedia for another content type than the form's, and for any content coding.
    CompletableFuture<Bytes> body() {
        checkMedia();
        return call.request().body(call.form().isJson() ? settings.bodyLimit() : settings.uploadLimit());
    }

    private void checkMedia() {
        String coding = call.request().header("content-encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new RefusedException(
                    new UnsupportedMedia("unsupported_content_encoding", "Request bodies must not be compressed."));
        }
        Optional<String> type = call.request().header("content-type");
        boolean fits = switch (call.form()) {
            case JSON, JSON_MODEL_OPTIONAL -> type.isEmpty() || call.request().hasJson();
            case FORM -> type.filter(Passage::isForm).isPresent();
            case ANY -> true;
        };
        if (!fits) {
            throw new RefusedException(new UnsupportedMedia(
                    "unsupported_media_type",
                    call.form() == BodyForm.FORM
                            ? "This path takes multipart/form-data."
                            : "This path takes application/json."));
        }
    }

    private static boolean isForm(String type) {
        return type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    void asked(RawRequest raw) {
        request = raw;
        RequestFacts facts = raw.facts();
        call.entry()
                .asked(new Asked(
                        call.operation(), call.dialect().name(), facts.model().orElse(""), facts.stream()));
        call.entry().bytesIn(raw.body().length());
    }

    Optional<RawRequest> request() {
        return Optional.ofNullable(request);
    }

    Deadline deadline() {
        boolean stream = request != null && request.facts().stream();
        return Deadline.in(stream ? settings.stream() : settings.wholeCall());
    }

    /// The caller's own provider key, only in pass-through mode.
    Optional<Secret> clientCredential() {
        return caller != null && caller.kind() == Caller.Kind.PASSTHROUGH
                ? credential().token()
                : Optional.empty();
    }

    /// What happens when the request cannot be carried over as it is.
    LossPolicy losses() {
        return caller == null ? LossPolicy.WARN : caller.reach().losses();
    }

    /// Empty before it is proven.
    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /// Whose call it is; empty before that is proven.
    Optional<TenantId> tenant() {
        return caller().map(Caller::tenant);
    }

    /// Whether the backend profile of the caller lets content be kept.
    boolean mayKeepContent() {
        return caller != null && caller.reach().audit().content();
    }

    void attempted(Target tried, int status, String code, long millis) {
        target = Optional.of(tried);
        call.entry()
                .attempted(new Attempted(
                        tried.upstream().name(),
                        tried.upstream().provider().kind(),
                        tried.model(),
                        status,
                        code,
                        millis));
    }

    /// The target that was tried last.
    Optional<Target> target() {
        return target;
    }

    /// Who asks for what, as limits see it.
    ///
    /// @param model the alias, or the model where there is none
    Asker asks(Caller identity, String model) {
        Asker asking = new Asker(identity, call.entry().endUser().map(EndUser::identity), model);
        asker = Optional.of(asking);
        return asking;
    }

    Optional<Asker> asker() {
        return asker;
    }

    void held(Hold reserved) {
        hold = Optional.of(reserved);
    }

    /// What is set aside for the call.
    Optional<Hold> hold() {
        return hold;
    }

    /// The cap an upstream is told, where limits need one and the client named none.
    Optional<Long> outputCap() {
        boolean needed = hold.filter(Hold::countsOutput).isPresent()
                && request != null
                && Appraisal.writesTokens(request)
                && request.facts().outputCap().isEmpty();
        return needed ? Optional.of(usualCap) : Optional.empty();
    }

    /// Tokens of the answer when the client named no cap.
    long usualCap() {
        return usualCap;
    }

    /// True when the client left the length of the answer open, and a shorter one would still be one.
    boolean mayShortenAnswer() {
        return request != null
                && Appraisal.writesTokens(request)
                && request.facts().outputCap().isEmpty()
                && usualCap / SHORTER >= SHORTEST_ANSWER;
    }

    /// Lets the answer be shorter.
    ///
    /// @return false when it may not be
    boolean shortenAnswer() {
        boolean may = mayShortenAnswer();
        usualCap = may ? usualCap / SHORTER : usualCap;
        return may;
    }

    /// Characters of an answer beyond which it has surely more tokens than were set aside for it.
    long mostCharacters() {
        if (request == null || hold.filter(Hold::countsOutput).isEmpty()) {
            return Long.MAX_VALUE;
        }
        RequestFacts facts = request.facts();
        return facts.outputCap().orElse(usualCap) * facts.choices() * MOST_CHARACTERS_PER_TOKEN;
    }

    /// The call was given a way.
    void routed(Traits asked, Plan plan) {
        traits = asked;
        bucket = Optional.of(plan.choice().bucket()).filter(side -> !side.isEmpty());
    }

    /// The side of an experiment it is on.
    Optional<String> bucket() {
        return bucket;
    }

    Traits traits() {
        return Objects.requireNonNull(traits, "a call is resolved before it is dispatched");
    }

    /// The answer may be given again later.
    void keeps(Keeping answer) {
        keeping = Optional.of(answer);
    }

    Optional<Keeping> keeping() {
        return keeping;
    }

    /// The answer is one that was kept.
    void saves(Saving spent) {
        saving = Optional.of(spent);
    }

    Optional<Saving> saving() {
        return saving;
    }

    /// Those that look at the answer.
    void screenedBy(GuardrailPanel panel) {
        screenedBy = panel;
    }

    GuardrailPanel screenedBy() {
        return screenedBy;
    }

    /// The request as it goes on, and as it is remembered.
    void screened(RawRequest changed) {
        request = changed;
    }

    /// Words stand in the request that are to be turned back in the answer.
    void pseudonyms(List<Pseudonyms> words) {
        pseudonyms = words;
    }

    List<Pseudonyms> pseudonyms() {
        return pseudonyms;
    }

    /// The answer is masked while it flows.
    void masks(EventMasks ofStream) {
        masks = Optional.of(ofStream);
    }

    Optional<EventMasks> masks() {
        return masks;
    }

    /// The ways on which everything was masked that had to be.
    Set<Layer> masked() {
        return masked;
    }

    /// The client is told that its request or the answer may not go on.
    void stopped() {
        stopCode = new ContentBlocked("").code();
    }

    /// Why the client is shown something else than an answer; empty otherwise.
    String stopCode() {
        return stopCode;
    }

    /// Keeps a copy of what the client is shown, wherever one is wanted; not of one with values in it that the
    /// backend was not shown either.
    void shown(Bytes bytes) {
        if (!pseudonyms.isEmpty()) {
            return;
        }
        answerCopy.add(bytes);
        keeping.ifPresent(kept -> kept.add(bytes));
    }

    void running(Dispatch started) {
        dispatch = started;
    }

    /// Why the call goes where it goes; empty when there is nothing to choose.
    Optional<Decision> decision() {
        return Optional.ofNullable(dispatch).flatMap(Dispatch::decision);
    }

    void cancel() {
        if (dispatch != null) {
            dispatch.cancel();
        }
    }

    /// This call, and no other with its idempotency key, goes upstream.
    void claimed(Claim taken) {
        claim = Optional.of(taken);
    }

    /// The claim that is to be ended; empty from then on.
    Optional<Claim> takeClaim() {
        Optional<Claim> taken = claim;
        claim = Optional.empty();
        return taken;
    }

    /// An answer is on its way: from now on whoever writes it ends the passage, also when the client leaves.
    void answering() {
        answering = true;
    }

    boolean isAnswering() {
        return answering;
    }

    boolean isOver() {
        return over;
    }

    /// Ends the passage; true for the first who does.
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }
}
