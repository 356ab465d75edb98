package io.sallyport.api;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.InternalFault;
import io.sallyport.lang.Refusal.MethodNotAllowed;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.RequestId;
import io.sallyport.pipeline.ErrorAnswer;
import io.sallyport.pipeline.ErrorHead;
import io.sallyport.pipeline.ErrorPage;
import io.sallyport.web.Answer;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers whatever went wrong outside the road: unknown paths, broken requests, bugs.
public final class ApiErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    private final Clock clock;
    private final Dialects dialects;
    private final ErrorPage page;

    public ApiErrors(Clock clock, Dialects dialects) {
        this(clock, dialects, ErrorPage.NONE);
    }

    /// @param page for requests of people
    public ApiErrors(Clock clock, Dialects dialects, ErrorPage page) {
        this.clock = clock;
        this.dialects = dialects;
        this.page = page;
    }

    /// Writes the error as a page, or in the dialect of the path. Anything but a refusal is a bug: it is logged with
    /// its request id.
    public void write(WebRequest request, WebReply reply, Throwable thrown) {
        String id = request.header("x-request-id")
                .filter(CorrelationId::isValid)
                .orElseGet(() -> RequestId.next(clock).toString());
        Refusal refusal = refusal(id, thrown);
        if (reply.isStarted()) {
            return;
        }
        ErrorAnswer answer = ErrorAnswer.of(refusal);
        ErrorHead.write(reply, answer);
        if (refusal instanceof MethodNotAllowed method) {
            reply.header("allow", method.allow());
        }
        reply.header("x-request-id", id);
        Optional<Answer> forPeople = page.of(request, answer, id);
        forPeople.ifPresent(found -> found.headers().forEach(header -> reply.header(header.name(), header.value())));
        reply.send(forPeople
                .map(Answer::body)
                .orElseGet(() -> dialects.of(request).error(answer.status(), answer.body())));
    }

    /// Runs a step of an answer; what it throws becomes the answer.
    void guarded(WebRequest request, WebReply reply, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            reply.onLoop(() -> write(request, reply, e));
        }
    }

    private static Refusal refusal(String id, Throwable thrown) {
        if (thrown instanceof RefusedException refused) {
            return refused.refusal();
        }
        LOG.atError().addKeyValue("request_id", id).setCause(thrown).log("internal_error");
        return new InternalFault();
    }
}
