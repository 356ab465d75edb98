package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.Part;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Legacy completions as clients ask for them: the prompt becomes what a user says.
///
/// Source: OpenAI API reference, create completion.
final class CompletionsChat implements ClientChat {
    private static final Set<String> READ = FamilyMembers.and(
            "model",
            "prompt",
            "stream",
            "stream_options",
            "max_tokens",
            "temperature",
            "top_p",
            "stop",
            "user",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "suffix",
            "echo",
            "n",
            "best_of",
            "logprobs");

    @Override
    public ChatRequest read(Json body, Losses losses) {
        for (String name : List.of("suffix", "echo")) {
            if (Losses.says(body.get(name)) && !body.get(name).equals(Json.of(""))) {
                throw Unsayable.member(name);
            }
        }
        losses.unread(body, READ, "");
        if (body.get("best_of").longOr(1) > 1) {
            losses.dropped("best_of");
        }
        losses.emulated("prompt");
        return new ChatRequest(
                body.get("model").textOr(""),
                body.get("stream").boolOr(false),
                body.path("stream_options.include_usage").boolOr(false),
                List.of(new Message(Role.USER, List.of(new Part.Text(prompt(body.get("prompt")))))),
                List.of(),
                ToolChoice.UNSAID,
                options(body));
    }

    private static String prompt(Json prompt) {
        Json only = prompt.size() == 1 ? prompt.at(0) : prompt;
        if (!only.isText()) {
            throw Unsayable.member("prompt");
        }
        return only.text();
    }

    private static ChatOptions options(Json body) {
        return new ChatOptions(
                Given.whole(body.get("max_tokens")),
                Given.number(body.get("temperature")),
                Given.number(body.get("top_p")),
                Optional.empty(),
                Given.texts(body.get("stop")),
                Optional.empty(),
                new AnswerForm.Free(),
                Given.text(body.get("user")),
                Given.whole(body.get("seed")),
                Given.number(body.get("frequency_penalty")),
                Given.number(body.get("presence_penalty")),
                Optional.empty(),
                Given.whole(body.get("logprobs")),
                body.get("n").longOr(1),
                FamilyMembers.ofChat(body));
    }

    @Override
    public Bytes whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        JsonArray choices = Json.array();
        int index = 0;
        for (ChatReply one : reply.all()) {
            choices.add(choice(
                    index++,
                    text(one),
                    FormerLogProbs.written(one.odds(), 0),
                    Json.of(OpenAiAnswers.finish(one.reason()))));
        }
        JsonObject answer = answer(reply.id(), reply.model(), made).put("choices", choices);
        usage.ifPresent(tokens -> answer.put("usage", OpenAiAnswers.usage(tokens)));
        return answer.toJson().bytes();
    }

    private static String text(ChatReply reply) {
        StringBuilder text = new StringBuilder();
        for (Part part : reply.parts()) {
            if (part instanceof Part.Text(String words)) {
                text.append(words);
            }
        }
        return text.toString();
    }

    static JsonObject answer(String id, String model, Instant made) {
        return Json.object()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", made.getEpochSecond())
                .put("model", model);
    }

    static JsonObject choice(int index, String text, Json odds, Json finish) {
        return Json.object()
                .put("index", index)
                .put("text", text)
                .put("logprobs", odds)
                .put("finish_reason", finish);
    }

    @Override
    public Events events(ChatRequest request, Instant made) {
        return new CompletionsChunks(request.usageAsked(), made);
    }
}
