package io.sallyport.dialect.openai;

import io.sallyport.dialect.Content;
import io.sallyport.dialect.DataUrl;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads instructions and input of a response.
///
/// What a model did is a list of items there: thoughts, words and calls that follow each other are one message
/// here. Source: OpenAI API reference, create a model response, input.
final class ResponsesItems {
    private final Losses losses;
    private final List<Message> all = new ArrayList<>();
    private final List<Part> said = new ArrayList<>();

    ResponsesItems(Losses losses) {
        this.losses = losses;
    }

    List<Message> read(Json instructions, Json input) {
        if (instructions.isPresent()) {
            all.add(new Message(Role.SYSTEM, List.of(new Part.Text(instructions.text()))));
        }
        if (input.isText()) {
            all.add(new Message(Role.USER, List.of(new Part.Text(input.text()))));
        } else {
            input.elements().forEach(this::item);
        }
        flush();
        return all;
    }

    private void item(Json item) {
        switch (item.get("type").textOr("message")) {
            case "message" -> message(item);
            case "reasoning" -> said.add(thought(item));
            case "function_call" ->
                said.add(new Part.ToolUse(
                        item.get("call_id").text(),
                        item.get("name").text(),
                        item.get("arguments").textOr("")));
            case "function_call_output" ->
                tell(
                        Role.USER,
                        List.of(new Part.ToolResult(item.get("call_id").text(), content(item.get("output")), false)));
            default -> throw Unsayable.value(item.get("type"));
        }
    }

    private void message(Json item) {
        Json role = item.get("role");
        List<Part> parts = content(item.get("content"));
        switch (role.textOr("")) {
            case "user" -> tell(Role.USER, parts);
            case "system", "developer" -> tell(Role.SYSTEM, parts);
            case "assistant" -> said.addAll(parts);
            default -> throw role.problem("must be user, assistant, system or developer");
        }
    }

    private void tell(Role role, List<Part> parts) {
        flush();
        all.add(new Message(role, parts));
    }

    private void flush() {
        if (!said.isEmpty()) {
            all.add(new Message(Role.ASSISTANT, said));
            said.clear();
        }
    }

    private static Part thought(Json item) {
        Json summary = item.get("content").size() > 0 ? item.get("content") : item.get("summary");
        String text = Given.elements(summary).stream()
                .map(part -> part.get("text").textOr(""))
                .collect(Collectors.joining("\n"));
        return new Part.Thought(text, item.get("encrypted_content").textOr(""));
    }

    private List<Part> content(Json content) {
        return Content.read(content, this::add);
    }

    private void add(Json part, List<Part> parts) {
        Json type = part.get("type");
        switch (type.textOr("")) {
            case "input_text", "output_text" ->
                parts.add(new Part.Text(part.get("text").text()));
            case "refusal" -> parts.add(new Part.Text(part.get("refusal").text()));
            case "input_image" -> {
                if (!part.get("detail").textOr("auto").equals("auto")) {
                    losses.dropped("input.input_image.detail");
                }
                parts.add(media(Kind.IMAGE, part, List.of("image_url")));
            }
            case "input_file" -> parts.add(media(Kind.DOCUMENT, part, List.of("file_data", "file_url")));
            default -> throw Unsayable.value(type);
        }
    }

    /// @param names of members that hold the bytes or their address; what else there may be is an id of the
    ///     server
    private static Part media(Kind kind, Json part, List<String> names) {
        Json source = names.stream()
                .map(part::get)
                .filter(Json::isPresent)
                .findFirst()
                .orElseThrow(() -> Unsayable.value(part.get("file_id")));
        return new Media(kind, DataUrl.read(source.text()), part.get("filename").textOr(""));
    }
}
