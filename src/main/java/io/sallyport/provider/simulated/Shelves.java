package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Things a vendor keeps: files, uploads, batches, fine-tuning jobs, assistants, threads. In memory, the newest
/// thousand of all kinds together.
///
/// Threads: thread-safe.
final class Shelves {
    private static final int MOST = 1000;

    /// Path to kind.
    private static final Map<String, Kind> KINDS = Map.of(
            "files", new Kind("file", "file-", "processed"),
            "uploads", new Kind("upload", "upload_", "pending"),
            "batches", new Kind("batch", "batch_", "validating"),
            "fine_tuning/jobs", new Kind("fine_tuning.job", "ftjob-", "queued"),
            "fine-tuning/jobs", new Kind("fine_tuning.job", "ftjob-", "queued"),
            "assistants", new Kind("assistant", "asst_", ""),
            "threads", new Kind("thread", "thread_", ""),
            "vector_stores", new Kind("vector_store", "vs_", "completed"));

    private final Ids ids;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    Shelves(Ids ids) {
        this.ids = ids;
    }

    /// @param status of a new thing, empty for none
    private record Kind(String object, String prefix, String status) {}

    private record Kept(Kind kind, Json shown, Bytes content) {}

    /// @param tail path below `/v1/`
    Answer answer(Ask ask, String tail) {
        for (Map.Entry<String, Kind> entry : KINDS.entrySet()) {
            String root = entry.getKey();
            if (tail.equals(root)) {
                return ask.method().equals("POST") ? add(ask, entry.getValue()) : list(entry.getValue());
            }
            if (tail.startsWith(root + "/")) {
                List<String> steps = List.of(tail.substring(root.length() + 1).split("/", -1));
                return onOne(ask, entry.getValue(), steps);
            }
        }
        return Answer.Whole.json(404, Fault.notFound().openAi());
    }

    private Answer onOne(Ask ask, Kind kind, List<String> steps) {
        Optional<Kept> found = find(steps.getFirst()).filter(one -> one.kind().equals(kind));
        if (found.isEmpty()) {
            return Answer.Whole.json(404, Fault.notFound().openAi());
        }
        String id = steps.getFirst();
        String action = steps.size() > 1 ? steps.get(1) : ask.method();
        return switch (action) {
            case "DELETE" -> remove(id, kind);
            case "content" ->
                Answer.Whole.of(200, "application/octet-stream", found.get().content());
            case "cancel" -> change(id, "status", "cancelled");
            case "complete" -> change(id, "status", "completed");
            case "parts" ->
                json(Json.object()
                        .put("id", ids.next("part_"))
                        .put("object", "upload.part")
                        .put("upload_id", id));
            case "POST" -> update(id, ask);
            case "GET" -> Answer.Whole.json(200, found.get().shown().toString());
            default ->
                json(Json.object()
                        .put("object", "list")
                        .put("data", Json.array())
                        .put("has_more", false));
        };
    }

    private Answer add(Ask ask, Kind kind) {
        JsonObject shown = Json.object()
                .put("id", ids.next(kind.prefix()))
                .put("object", kind.object())
                .put("created_at", ids.seconds());
        if (!kind.status().isEmpty()) {
            shown.put("status", kind.status());
        }
        Bytes content = Bytes.EMPTY;
        if (ask.isMultipart()) {
            Multipart form = Multipart.of(ask.header("content-type").orElse(""), ask.body());
            Multipart.Part file = form.file("file").orElseThrow(() -> new IllegalArgumentException("No file."));
            content = Bytes.of(file.content().toArray());
            shown.put("filename", file.fileName())
                    .put("bytes", content.length())
                    .put("purpose", form.field("purpose"));
        } else if (!ask.body().isEmpty()) {
            copy(Json.parse(ask.body()), shown);
        }
        Json whole = shown.toJson();
        keep(whole.get("id").text(), new Kept(kind, whole, content));
        return Answer.Whole.json(200, whole.toString());
    }

    private static void copy(Json from, JsonObject to) {
        List<String> ours = List.of("id", "object", "created_at");
        from.fields().stream()
                .filter(field -> !ours.contains(field.name().toLowerCase(Locale.ROOT)))
                .forEach(field -> to.put(field.name(), field.value()));
    }

    private synchronized Optional<Kept> find(String id) {
        return Optional.ofNullable(kept.get(id));
    }

    private synchronized void keep(String id, Kept one) {
        kept.put(id, one);
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private synchronized Answer list(Kind kind) {
        JsonArray all = Json.array();
        kept.values().stream().filter(one -> one.kind().equals(kind)).forEach(one -> all.add(one.shown()));
        return json(Json.object().put("object", "list").put("data", all).put("has_more", false));
    }

    private synchronized Answer remove(String id, Kind kind) {
        kept.remove(id);
        return json(Json.object().put("id", id).put("object", kind.object()).put("deleted", true));
    }

    private Answer update(String id, Ask ask) {
        Json changes = ask.body().isEmpty() ? Json.object().toJson() : Json.parse(ask.body());
        return replace(id, changes);
    }

    private Answer change(String id, String name, String value) {
        return replace(id, Json.object().put(name, value).toJson());
    }

    private synchronized Answer replace(String id, Json changes) {
        Kept before = kept.get(id);
        if (before == null) {
            return Answer.Whole.json(404, Fault.notFound().openAi());
        }
        JsonObject after = JsonObject.from(before.shown());
        copy(changes, after);
        Json shown = after.toJson();
        kept.put(id, new Kept(before.kind(), shown, before.content()));
        return Answer.Whole.json(200, shown.toString());
    }

    private static Answer json(JsonObject body) {
        return Answer.Whole.json(200, body.toJson().toString());
    }
}
