package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/// Cohere's and Ollama's own forms, with the model's behaviours.
final class OwnForms {
    private final Ids ids;
    private final Author author;
    private final Media media;

    OwnForms(Ids ids, Author author, Media media) {
        this.ids = ids;
        this.author = author;
        this.media = media;
    }

    Answer cohere(Ask ask, Members body, Chosen chosen) {
        Json schema = body.json("response_format").get("json_schema");
        Json choice = Json.of(body.text("tool_choice").toLowerCase(Locale.ROOT));
        Author.Task task = task(ask, body, choice, body.json("max_tokens").longOr(0), schema);
        return answer(new CohereForm(ids.next("cohere-")), task, body, chosen);
    }

    Answer ollama(Ask ask, Members body, Chosen chosen) {
        long cap = body.json("options").get("num_predict").longOr(0);
        Json format = body.json("format");
        Author.Task task = task(ask, body, Json.NULL, cap, format.isObject() ? format : Members.MISSING);
        String created = Instant.ofEpochSecond(ids.seconds()).toString();
        return answer(new OllamaForm(chosen.model(), created), task, body, chosen);
    }

    private static Author.Task task(Ask ask, Members body, Json choice, long cap, Json schema) {
        Json messages = body.json("messages");
        String prompt = Ask.lastUserText(messages);
        return new Author.Task(
                ask,
                prompt,
                body.size("messages"),
                cap,
                ToolChoice.toCall(body.json("tools"), choice, prompt, messages),
                schema);
    }

    private Answer answer(Form form, Author.Task task, Members body, Chosen chosen) {
        Draft draft = author.write(task, chosen.behaviour());
        return body.isTrue("stream")
                ? Disturbance.stream(form, draft, chosen.behaviour())
                : Answer.Whole.json(200, form.whole(draft));
    }

    Answer cohereEmbeddings(Members body) {
        long tokens = Draft.Tokens.of(body.size("texts"));
        return json(Json.object()
                .put("id", ids.next("cohere-"))
                .put(
                        "embeddings",
                        Json.object().put("float", vectors(body.json("texts"), body.json("output_dimension"))))
                .put("meta", Json.object().put("billed_units", Json.object().put("input_tokens", tokens))));
    }

    Answer ollamaEmbeddings(Members body) {
        return json(Json.object()
                .put("model", body.text("model"))
                .put("embeddings", vectors(body.json("input"), body.json("dimensions")))
                .put("prompt_eval_count", Draft.Tokens.of(body.size("input"))));
    }

    /// Hugging Face's feature extraction: nothing but vectors.
    Answer features(Members body) {
        return Answer.Whole.json(
                200, vectors(body.json("inputs"), Members.MISSING).toJson().toString());
    }

    private JsonArray vectors(Json texts, Json dimensions) {
        JsonArray vectors = Json.array();
        texts.elements().forEach(text -> vectors.add(media.vector(text, dimensions)));
        return vectors;
    }

    private static Answer json(JsonObject body) {
        return Answer.Whole.json(200, body.toJson().toString());
    }
}
