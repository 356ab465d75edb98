package io.sallyport.pipeline;

import io.sallyport.dialect.ByteSearch;
import io.sallyport.dialect.MemberSearch;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.NotFound;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where requests and answers name things that a backend keeps.
///
/// Source: OpenAI's API reference on files, uploads, batches, assistants, threads, fine-tuning and responses,
/// seen 2026-11-21.
final class DepositIds {
    private static final List<String> COLLECTIONS = List.of(
            "/v1/files",
            "/v1/uploads",
            "/v1/batches",
            "/v1/assistants",
            "/v1/threads",
            "/v1/responses",
            "/v1/fine_tuning/jobs");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,256}");

    /// Runs a thread that is made with it; the only word that stands in the place of an id.
    private static final String RUNS = "runs";

    /// Members of requests whose values are ids, or lists of them.
    private static final Set<String> REFERENCES = Set.of(
            "file_id",
            "file_ids",
            "input_file_id",
            "training_file",
            "validation_file",
            "previous_response_id",
            "conversation",
            "assistant_id",
            "thread_id");

    /// Members of answers, besides `id`, that name things which were made along with the thing itself.
    private static final List<String> MADE_ALONG = List.of("thread_id", "output_file_id", "error_file_id");

    private static final ByteSearch IN_CHATS = ByteSearch.member("file_id");
    private static final MemberSearch.Names IN_RESPONSES =
            MemberSearch.Names.of("file_id", "file_ids", "previous_response_id", "conversation");

    /// A stream of a response tells its id in its first event.
    private static final Pattern IN_STREAM = Pattern.compile("\"id\"\\s*:\\s*\"(resp_[A-Za-z0-9_-]{1,250})\"");

    private DepositIds() {}

    /// What a request names.
    ///
    /// Errors: NotFound for a path in which no id can stand.
    static Set<String> of(RawRequest request) {
        Optional<String> inPath = inPath(request.path());
        boolean mayName = mayName(request);
        if (inPath.isEmpty() && !mayName) {
            return Set.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        inPath.ifPresent(ids::add);
        if (mayName) {
            json(request.body()).ifPresent(body -> addReferences(body, ids));
        }
        return ids;
    }

    private static Optional<String> inPath(String path) {
        for (String collection : COLLECTIONS) {
            int from = collection.length() + 1;
            if (path.length() > from && path.startsWith(collection) && path.charAt(from - 1) == '/') {
                int slash = path.indexOf('/', from);
                return id(path.substring(from, slash < 0 ? path.length() : slash));
            }
        }
        return Optional.empty();
    }

    /// @param segment of a path, behind the name of a collection
    private static Optional<String> id(String segment) {
        if (segment.isEmpty() || segment.equals(RUNS)) {
            return Optional.empty();
        }
        String id = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (!ID.matcher(id).matches()) {
            throw new NotFound("not_found", "There is nothing by this id.").asException();
        }
        return Optional.of(id);
    }

    /// Most model calls name nothing, which a search tells faster than a parser.
    private static boolean mayName(RawRequest request) {
        Bytes body = request.body();
        return switch (request.operation()) {
            case CHAT, MESSAGE -> IN_CHATS.value(body, body.from()) >= 0 || hasEscapes(body);
            case RESPONSE -> new MemberSearch(IN_RESPONSES).in(body).foundAny() || hasEscapes(body);
            case FILE, UPLOAD, BATCH, ASSISTANT, FINE_TUNING -> true;
            default -> false;
        };
    }

    /// Whether a name may be spelled with escapes, such as `\\u0066ile_id`.
    private static boolean hasEscapes(Bytes body) {
        byte[] in = body.array();
        for (int i = body.next('\\', body.from()); i + 3 < body.to(); i = body.next('\\', i + 1)) {
            if (in[i + 1] == 'u' && in[i + 2] == '0' && in[i + 3] == '0') {
                return true;
            }
        }
        return false;
    }

    private static void addReferences(Json value, Set<String> ids) {
        if (value.isArray()) {
            value.elements().forEach(element -> addReferences(element, ids));
        } else if (value.isObject()) {
            for (Json.Field field : value.fields()) {
                if (REFERENCES.contains(field.name())) {
                    addTexts(field.value(), ids);
                }
                addReferences(field.value(), ids);
            }
        }
    }

    private static void addTexts(Json value, Set<String> ids) {
        if (value.isText()) {
            ids.add(value.text());
        } else if (value.isArray()) {
            value.elements().forEach(element -> addTexts(element, ids));
        } else if (value.isObject()) {
            addTexts(value.get("id"), ids);
        }
    }

    /// What an answer tells about.
    static Set<String> made(Bytes answer) {
        Set<String> ids = new LinkedHashSet<>();
        json(answer).ifPresent(body -> {
            addTexts(body.get("id"), ids);
            addTexts(body.path("file.id"), ids);
            addTexts(body.get("result_files"), ids);
            MADE_ALONG.forEach(name -> addTexts(body.get(name), ids));
        });
        return ids;
    }

    /// What the beginning of a stream tells about.
    static Set<String> madeInStream(Bytes beginning) {
        return IN_STREAM
                .matcher(beginning.text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /// The list in an answer; empty when it holds none.
    static Optional<Json> list(Bytes answer) {
        return json(answer).filter(body -> body.get("data").isArray());
    }

    /// The ids of a list.
    static Set<String> listed(Json list) {
        return list.get("data").elements().stream()
                .map(element -> element.get("id").isText() ? element.get("id").text() : "")
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    /// A list with nothing in it but what may be seen.
    static Bytes only(Json list, Set<String> visible) {
        List<Json> kept = list.get("data").elements().stream()
                .filter(element -> element.get("id").isText()
                        && visible.contains(element.get("id").text()))
                .toList();
        JsonArray elements = Json.array();
        kept.forEach(elements::add);
        JsonObject shown = JsonObject.from(list).put("data", elements.toJson());
        if (!list.get("first_id").isMissing()) {
            shown.put("first_id", kept.isEmpty() ? Json.NULL : kept.getFirst().get("id"));
            shown.put("last_id", kept.isEmpty() ? Json.NULL : kept.getLast().get("id"));
        }
        // Without an id to go on from, a client would ask for the same page again.
        boolean more = list.get("has_more").isBoolean() && list.get("has_more").bool() && !kept.isEmpty();
        return (list.get("has_more").isMissing() ? shown : shown.put("has_more", more))
                .toJson()
                .bytes();
    }

    /// Whether a call may leave something with a backend.
    static boolean leaves(RawRequest request) {
        return switch (request.operation()) {
            case RESPONSE -> isStored(request);
            case FILE, UPLOAD, BATCH, ASSISTANT, FINE_TUNING -> true;
            default -> false;
        };
    }

    private static boolean isStored(RawRequest request) {
        return json(request.body())
                .map(body -> body.get("store"))
                .filter(store -> store.isBoolean() && !store.bool())
                .isEmpty();
    }

    /// Whether a call asks for what a backend keeps of one kind, for whomever.
    static boolean asksForList(RawRequest request) {
        return request.method().equals("GET") && COLLECTIONS.contains(request.path());
    }

    /// Empty for what is no JSON object: a backend does not read it as such either.
    private static Optional<Json> json(Bytes text) {
        if (!startsObject(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonProblem e) {
            return Optional.empty();
        }
    }

    /// Uploads are large, and nothing in them is JSON.
    private static boolean startsObject(Bytes text) {
        int at = text.from();
        while (at < text.to() && text.array()[at] <= ' ') {
            at++;
        }
        return at < text.to() && text.array()[at] == '{';
    }
}
