package io.sallyport.pipeline;

import io.sallyport.catalog.PromptPolicy;
import io.sallyport.catalog.RequestPolicy;
import io.sallyport.catalog.RequestPolicy.Position;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.routing.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model role, or an alias for speech, makes of a request before it is appraised and sent: the caller's
/// members always win.
///
/// Source: requirements RO23, DA12.
final class Shaping {
    private static final String CONTENT = "content";
    private static final String ROLE = "role";
    private static final String PARTS = "parts";
    private static final Json NONE = Json.object().toJson();

    private Shaping() {}

    /// The request as it is to leave; the same one where nobody has defaults for it.
    static RawRequest shaped(RawRequest request, Plan plan, ClientDialect dialect) {
        Optional<PromptPolicy> prompt = plan.role().map(role -> role.prompt()).filter(policy -> !policy.isIdle());
        boolean isJson = !request.contentType().startsWith("multipart/")
                && !request.body().isEmpty();
        Json defaults =
                prompt.map(policy -> policy.request().bodyDefaults()).orElseGet(() -> voice(request, plan.metadata()));
        if ((prompt.isEmpty() && defaults.size() == 0) || !isJson) {
            return request;
        }
        Json body = Json.parse(request.body());
        JsonObject shaped = JsonObject.from(withDefaults(body, defaults));
        prompt.ifPresent(policy -> speak(shaped, body, policy, request.operation()));
        Json whole = shaped.toJson();
        return new RawRequest(
                request.operation(),
                request.method(),
                request.path(),
                request.query(),
                request.contentType(),
                whole.bytes(),
                dialect.read(request.operation(), request.path(), whole.bytes()));
    }

    private static Json voice(RawRequest request, Map<String, String> metadata) {
        if (request.operation() != Operation.SPEECH) {
            return NONE;
        }
        JsonObject defaults = Json.object();
        Optional.ofNullable(metadata.get("audio_voice")).ifPresent(voice -> defaults.put("voice", voice));
        Optional.ofNullable(metadata.get("audio_format")).ifPresent(format -> defaults.put("response_format", format));
        return defaults.toJson();
    }

    /// Objects are merged member by member, everything else is the caller's where there is one.
    private static Json withDefaults(Json given, Json defaults) {
        if (!given.isObject() || !defaults.isObject()) {
            return given;
        }
        JsonObject merged = JsonObject.from(given);
        for (Json.Field field : defaults.fields()) {
            Json own = given.get(field.name());
            merged.put(field.name(), own.isMissing() ? field.value() : withDefaults(own, field.value()));
        }
        return merged.toJson();
    }

    private static void speak(JsonObject shaped, Json body, PromptPolicy prompt, Operation operation) {
        switch (operation) {
            case CHAT -> shaped.put("messages", chat(body.get("messages"), prompt));
            case MESSAGE -> {
                JsonArray messages = Json.array();
                framed(body.get("messages"), prompt).forEach(messages::add);
                shaped.put("messages", messages);
                shaped.put("system", system(body.get("system"), prompt));
            }
            case RESPONSE -> shaped.put("instructions", system(body.get("instructions"), prompt));
            case CONTENT -> content(shaped, body, prompt);
            default -> {}
        }
    }

    /// Gemini's form, whose texts stand in parts.
    private static void content(JsonObject shaped, Json body, PromptPolicy prompt) {
        String member = body.get("system_instruction").isPresent() ? "system_instruction" : "systemInstruction";
        Json words = system(Json.of(text(body.get(member))), prompt);
        if (!words.textOr("").isEmpty()) {
            shaped.put(
                    member,
                    Json.object().put(PARTS, Json.array().add(Json.object().put("text", words))));
        }
        prompt.userTemplate().ifPresent(template -> {
            List<Json> all = new ArrayList<>(body.get("contents").elements());
            for (int i = all.size() - 1; i >= 0; i--) {
                String said = text(all.get(i));
                if (all.get(i).get(ROLE).textOr("user").equals("user") && !said.isEmpty()) {
                    all.set(i, framed(all.get(i), template.replace(PromptPolicy.INPUT, said)));
                    break;
                }
            }
            JsonArray contents = Json.array();
            all.forEach(contents::add);
            shaped.put("contents", contents);
        });
    }

    private static Json framed(Json content, String text) {
        JsonArray parts = Json.array().add(Json.object().put("text", text));
        content.get(PARTS).elements().stream()
                .filter(part -> !part.get("text").isText())
                .forEach(parts::add);
        return JsonObject.from(content).put(PARTS, parts).toJson();
    }

    private static String text(Json content) {
        return content.get(PARTS).isArray()
                ? content.get(PARTS).elements().stream()
                        .map(part -> part.get("text").textOr(""))
                        .collect(Collectors.joining())
                : "";
    }

    /// Words of the role around those of the caller.
    private static Json system(Json own, PromptPolicy prompt) {
        if (own.isArray()) {
            JsonArray blocks = Json.array();
            before(prompt).forEach(text -> blocks.add(block(text)));
            if (!replaces(prompt.request())) {
                own.elements().forEach(blocks::add);
            }
            after(prompt).forEach(text -> blocks.add(block(text)));
            return blocks.toJson();
        }
        Stream<String> mine = replaces(prompt.request()) ? Stream.empty() : Stream.of(own.textOr(""));
        String all = Stream.of(before(prompt), mine, after(prompt))
                .flatMap(texts -> texts)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
        return all.isEmpty() ? own : Json.of(all);
    }

    private static JsonObject block(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static Stream<String> before(PromptPolicy prompt) {
        Stream<String> more = prompt.request().position() == Position.APPEND
                ? Stream.empty()
                : prompt.request().systemPrompt().stream();
        return Stream.concat(prompt.systemPrompt().stream(), more);
    }

    private static Stream<String> after(PromptPolicy prompt) {
        return prompt.request().position() == Position.APPEND
                ? prompt.request().systemPrompt().stream()
                : Stream.empty();
    }

    private static boolean replaces(RequestPolicy request) {
        return request.position() == Position.REPLACE && request.systemPrompt().isPresent();
    }

    /// The messages of a chat, where the system speaks first: one message, because many models take no second
    /// one.
    private static JsonArray chat(Json messages, PromptPolicy prompt) {
        List<Json> all = framed(messages, prompt);
        if (replaces(prompt.request())) {
            all.removeIf(Shaping::isSystem);
        }
        JsonObject first = said("");
        Json own = Json.of("");
        if (!all.isEmpty() && isSystem(all.getFirst())) {
            first = JsonObject.from(all.getFirst());
            own = all.removeFirst().get(CONTENT);
        }
        Json words = system(own, prompt);
        JsonArray chat = Json.array();
        if (!words.equals(Json.of(""))) {
            chat.add(first.put(CONTENT, words));
        }
        all.forEach(chat::add);
        return chat;
    }

    private static List<Json> framed(Json messages, PromptPolicy prompt) {
        List<Json> all = new ArrayList<>(messages.isArray() ? messages.elements() : List.of());
        prompt.userTemplate().ifPresent(template -> frameLast(all, template));
        return all;
    }

    private static void frameLast(List<Json> messages, String template) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Json message = messages.get(i);
            if (message.get(ROLE).textOr("").equals("user")
                    && message.get(CONTENT).isText()) {
                String text = template.replace(
                        PromptPolicy.INPUT, message.get(CONTENT).text());
                messages.set(i, JsonObject.from(message).put(CONTENT, text).toJson());
                return;
            }
        }
    }

    private static boolean isSystem(Json message) {
        String role = message.get(ROLE).textOr("");
        return role.equals("system") || role.equals("developer");
    }

    private static JsonObject said(String text) {
        return Json.object().put(ROLE, "system").put(CONTENT, text);
    }
}
