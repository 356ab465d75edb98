package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// Amazon Bedrock's runtime: Converse with the model's behaviours, InvokeModel for what its known models do.
final class Bedrock {
    private final Author author;
    private final Media media;

    Bedrock(Author author, Media media) {
        this.author = author;
        this.media = media;
    }

    Answer converse(Ask ask, Members body, Chosen chosen) {
        Json messages = body.json("messages");
        Json last = messages.at(Math.max(0, messages.size() - 1));
        boolean isResult = last.get("content").at(0).get("toolResult").isObject();
        Author.Task task = new Author.Task(
                ask,
                Ask.lastUserText(messages),
                body.size("messages") + body.size("system"),
                body.json("inferenceConfig").get("maxTokens").longOr(0),
                isResult ? List.of() : tools(body.json("toolConfig"), Ask.lastUserText(messages)),
                schema(body.json("outputConfig")));
        Draft draft = author.write(task, chosen.behaviour());
        ConverseForm form = new ConverseForm();
        return ask.path().endsWith("/converse-stream")
                ? Disturbance.stream(form, draft, chosen.behaviour())
                : Answer.Whole.json(200, form.whole(draft));
    }

    private static List<ToolChoice.Tool> tools(Json config, String prompt) {
        if (!config.isObject()) {
            return List.of();
        }
        JsonArray tools = Json.array();
        for (Json tool : config.get("tools").elements()) {
            Json spec = tool.get("toolSpec");
            if (spec.isObject()) {
                tools.add(
                        Json.object().put("name", spec.get("name")).put("input_schema", spec.path("inputSchema.json")));
            }
        }
        JsonObject choice =
                Json.object().put("type", config.path("toolChoice.any").isObject() ? "any" : "auto");
        Optional.of(config.path("toolChoice.tool.name"))
                .filter(Json::isText)
                .ifPresent(name -> choice.put("name", name));
        return ToolChoice.toCall(tools.toJson(), choice.toJson(), prompt, Json.NULL);
    }

    private static Json schema(Json output) {
        Json schema = output.path("textFormat.structure.jsonSchema.schema");
        return schema.isText() ? Json.parse(schema.text()) : Members.MISSING;
    }

    /// What a body of InvokeModel asks for shows in its members.
    Answer invoke(Members body, Chosen chosen) {
        if (body.size("documents") > 0) {
            return Ranking.answer(body, chosen);
        }
        if (body.size("textToImageParams") > 0) {
            return pictures(body);
        }
        if (body.size("inputText") > 0) {
            return Answer.Whole.json(
                    200,
                    Json.object()
                            .put("embedding", media.vector(body.json("inputText"), body.json("dimensions")))
                            .put("inputTextTokenCount", Draft.Tokens.of(body.size("inputText")))
                            .toJson()
                            .toString());
        }
        JsonArray vectors = Json.array();
        body.json("texts").elements().forEach(text -> vectors.add(media.vector(text, body.json("output_dimension"))));
        return Answer.Whole.json(
                200,
                Json.object()
                        .put("embeddings", Json.object().put("float", vectors))
                        .put("response_type", "embeddings_by_type")
                        .toJson()
                        .toString());
    }

    private Answer pictures(Members body) {
        long count = body.json("imageGenerationConfig").get("numberOfImages").longOr(1);
        JsonArray pictures = Json.array();
        Answer made = media.images(body.json("textToImageParams").get("text").text(), count, "b64_json");
        if (!(made instanceof Answer.Whole whole)) {
            return made;
        }
        Json.parse(whole.body()).get("data").elements().forEach(row -> pictures.add(row.get("b64_json")));
        return Answer.Whole.json(
                200, Json.object().put("images", pictures).toJson().toString());
    }
}
