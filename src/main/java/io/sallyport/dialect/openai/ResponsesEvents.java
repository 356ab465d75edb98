package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.ErrorBody;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes one streamed response: `response.created`, items as they grow, `response.completed` or `.incomplete`.
///
/// Words and thoughts are over when something else begins; calls stay open until the end, because others send
/// the arguments of parallel calls by turns.
/// Source: OpenAI API reference, responses streaming.
/// Threads: one owner.
final class ResponsesEvents implements ClientChat.Events {
    private final ChatRequest request;
    private final Instant made;
    private final EventLines lines = new EventLines();
    private final List<OutputItem> items = new ArrayList<>();
    private final List<OutputItem.Call> calls = new ArrayList<>();
    private String id = "";
    private String model = "";
    private boolean begun;
    private OutputItem.@Nullable Prose prose;
    private StopReason reason = StopReason.DONE;

    ResponsesEvents(ChatRequest request, Instant made) {
        this.request = request;
        this.made = made;
    }

    @Override
    public Bytes write(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Began began -> {
                id = began.id();
                model = began.model();
                begin();
            }
            case ReplyEvent.Text text -> prose(OutputItem.Kind.WORDS).grow(text.piece(), lines);
            case ReplyEvent.Thought thought -> prose(OutputItem.Kind.THOUGHTS).grow(thought.piece(), lines);
            case ReplyEvent.Signed signed -> prose(OutputItem.Kind.THOUGHTS).sign(signed.signature());
            case ReplyEvent.ToolBegan tool -> call(tool);
            case ReplyEvent.ToolArguments more -> {
                if (more.call() < calls.size()) {
                    calls.get(more.call()).grow(more.piece(), lines);
                }
            }
            case ReplyEvent.Ended ended -> reason = ended.reason();
            case ReplyEvent.Odds _, ReplyEvent.ToolSigned _ -> {
                // Thoughts are items of their own there.
            }
        }
        return lines.taken();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            Json response = response().toJson();
            lines.add(EventLines.named("response.created").put("response", response));
            lines.add(EventLines.named("response.in_progress").put("response", response));
        }
    }

    private JsonObject response() {
        return ResponsesAnswers.response(request, id, model, made);
    }

    private OutputItem.Prose prose(OutputItem.Kind kind) {
        begin();
        if (prose != null && prose.kind() == kind) {
            return prose;
        }
        closeProse();
        OutputItem.Prose fresh = new OutputItem.Prose(kind, items.size(), id);
        prose = fresh;
        items.add(fresh);
        fresh.begin(lines);
        return fresh;
    }

    private void closeProse() {
        if (prose != null) {
            prose.end(lines);
            prose = null;
        }
    }

    private void call(ReplyEvent.ToolBegan tool) {
        begin();
        closeProse();
        OutputItem.Call call = new OutputItem.Call(items.size(), tool.id(), tool.name());
        items.add(call);
        calls.add(call);
        call.begin(lines);
    }

    @Override
    public Bytes end(Optional<TokenUsage> usage) {
        begin();
        closeProse();
        calls.forEach(call -> call.end(lines));
        JsonArray output = Json.array();
        items.forEach(item -> output.add(item.whole()));
        Json whole = ResponsesAnswers.ended(response(), reason.after(calls.size()), output, usage);
        lines.add(EventLines.named("response." + whole.get("status").text()).put("response", whole));
        return lines.taken();
    }

    /// An error that ends a stream, in both of the spellings that clients look for.
    static Bytes error(ErrorBody error) {
        Json param = error.param().isEmpty() ? Json.NULL : Json.of(error.param());
        JsonObject inside = Json.object()
                .put("type", error.type())
                .put("code", error.code())
                .put("message", error.message())
                .put("param", param);
        EventLines lines = new EventLines();
        lines.add(EventLines.named("error")
                .put("code", error.code())
                .put("message", error.message())
                .put("param", param)
                .put("error", inside));
        return lines.taken();
    }
}
