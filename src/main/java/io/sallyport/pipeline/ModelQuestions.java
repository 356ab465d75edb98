package io.sallyport.pipeline;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Models;
import io.sallyport.inference.Operation;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.Journal;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.RequestId;
import io.sallyport.pipeline.Call.BodyForm;
import io.sallyport.pipeline.Call.Origin;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Answer;
import io.sallyport.web.OwnReply;
import io.sallyport.web.OwnRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends questions of guardrails down the road of calls: authenticated, limited, routed, recorded and paid for
/// as any other, but looked at by no guardrail.
public final class ModelQuestions implements Models {
    private static final String PATH = "/v1/chat/completions";
    private static final int LARGEST = 1 << 20;
    private static final int OK = 200;

    private final CallPipeline pipeline;
    private final Journal journal;
    private final EventLoops loops;
    private final ClientDialect chat;
    private final Clock clock;

    /// @param chat the form of OpenAI's chat
    public ModelQuestions(CallPipeline pipeline, Journal journal, EventLoops loops, ClientDialect chat, Clock clock) {
        this.pipeline = pipeline;
        this.journal = journal;
        this.loops = loops;
        this.chat = chat;
        this.clock = clock;
    }

    @Override
    public String answer(Question question) {
        OwnReply reply = new OwnReply(loops.current(), LARGEST);
        Call call = call(question, reply);
        reply.onLoop(() -> pipeline.run(call));
        Answer answer = await(reply, question.patience());
        if (answer.status() != OK) {
            throw new GuardrailFailed("the model answered with status " + answer.status());
        }
        try {
            return Json.parse(answer.body()).path("choices.0.message.content").text();
        } catch (JsonProblem e) {
            throw new GuardrailFailed("the model gave no answer in words");
        }
    }

    private Call call(Question question, OwnReply reply) {
        List<Header> headers = new ArrayList<>(List.of(new Header("content-type", "application/json")));
        question.key().ifPresent(key -> headers.add(new Header("authorization", "Bearer " + key.reveal())));
        RequestId id = RequestId.next(clock);
        Client client =
                new Client(id.toString(), "", "POST", PATH, OwnRequest.ADDRESS, "Sallyport guardrail", "", List.of());
        return new Call(
                new OwnRequest(PATH, headers, body(question)),
                reply,
                chat,
                Operation.CHAT,
                BodyForm.JSON,
                PATH,
                journal.open(id, client, new Asked(Operation.CHAT, chat.name(), "", false)),
                Origin.GUARDRAIL);
    }

    private static Bytes body(Question question) {
        Json messages = Json.array()
                .add(Json.object().put("role", "system").put("content", question.instructions()))
                .add(Json.object().put("role", "user").put("content", question.text()))
                .toJson();
        return Json.object()
                .put("model", question.model())
                .put("messages", messages)
                .toJson()
                .bytes();
    }

    private static Answer await(OwnReply reply, Duration patience) {
        try {
            return reply.answer().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new GuardrailFailed("the model's answer was cut or is too large");
        } catch (TimeoutException e) {
            reply.leave();
            throw new GuardrailFailed("the model did not answer in time");
        } catch (InterruptedException e) {
            reply.leave();
            Thread.currentThread().interrupt();
            throw new GuardrailFailed("the question was given up");
        }
    }
}
