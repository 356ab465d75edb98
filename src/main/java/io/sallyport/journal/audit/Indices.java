package io.sallyport.journal.audit;

import io.sallyport.journal.RetentionSettings;
import io.sallyport.journal.audit.AuditEvent.Facts;
import io.sallyport.journal.audit.AuditEvent.Said;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The indices of the audit trail: a day of facts each, and a day of contents, which are kept for a shorter
/// time and may be read by fewer people.
///
/// A call always goes into the index of the day it came in, under its own id. So it is there once, however
/// often it is sent; a data stream, which begins new indices when it likes, could not promise that.
///
/// @param prefix start of all names
record Indices(String prefix) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy.MM.dd", Locale.ROOT);
    private static final String CALLS = "-calls-";
    private static final String CONTENT = "-content-";
    /// Longer words are not indexed, security catalogue N15.
    private static final int LONGEST_WORD = 1_024;

    private static final List<String> WORDS = List.of(
            "id",
            "tenant_id",
            "project_id",
            "key_id",
            "user_id",
            "backend_profile_id",
            "principal",
            "correlation_id",
            "session_id",
            "method",
            "path",
            "operation",
            "dialect",
            "model",
            "backend",
            "provider_kind",
            "upstream_model",
            "code",
            "remote_address",
            "user_agent",
            "end_user_id",
            "end_user_name",
            "end_user_email",
            "end_user_role",
            "end_user_chat",
            "usage_source",
            "losses",
            "purpose");
    private static final List<String> NUMBERS = List.of(
            "attempts",
            "status",
            "upstream_status",
            "total_us",
            "first_byte_us",
            "own_us",
            "bytes_in",
            "bytes_out",
            "input_tokens",
            "cached_input_tokens",
            "cache_write_tokens",
            "output_tokens",
            "reasoning_tokens");

    /// The indices of all days with facts.
    String allCalls() {
        return prefix + CALLS + "*";
    }

    String content(Instant at) {
        return prefix + CONTENT + day(at);
    }

    /// The lines that put an event where it belongs.
    Bytes lines(AuditEvent event) {
        Facts facts = event.facts();
        StringBuilder lines = new StringBuilder(1_024);
        String id = facts.id().toString();
        JsonObject document = JsonObject.from(facts.document()).put("content", event.content());
        document(prefix + CALLS + day(facts.at()), id, document.toJson(), lines);
        if (event instanceof Said said) {
            document.put("request_body", said.question().text())
                    .put("request_cut", said.question().cut())
                    .put("response_body", said.answer().text())
                    .put("response_cut", said.answer().cut());
            document(content(facts.at()), id, document.toJson(), lines);
        }
        return Bytes.of(lines.toString());
    }

    private static void document(String index, String id, Json document, StringBuilder lines) {
        lines.append("{\"create\":{\"_index\":\"")
                .append(index)
                .append("\",\"_id\":\"")
                .append(id)
                .append("\"}}\n")
                .append(document)
                .append('\n');
    }

    private static String day(Instant at) {
        return DAY.format(at.atOffset(ZoneOffset.UTC));
    }

    String templateName() {
        return prefix;
    }

    /// What new indices are like: nothing but the fields that are searched is indexed, whatever callers send.
    Json template() {
        JsonObject call = Json.object();
        WORDS.forEach(word -> call.put(word, word()));
        NUMBERS.forEach(number -> call.put(number, type("long")));
        call.put("started_at", type("date"))
                .put("streamed", type("boolean"))
                .put("success", type("boolean"))
                .put("cost_usd", type("double"));
        JsonObject properties = Json.object()
                .put("@timestamp", type("date"))
                .put("thread", word())
                .put("call", Json.object().put("dynamic", false).put("properties", call))
                .put("headers", type("flat_object"))
                .put("content", word())
                .put("guardrails", Json.object().put("dynamic", false).put("properties", guardrail()))
                .put("tries", type("object").put("enabled", false))
                .put("decision", type("object").put("enabled", false))
                .put("request_body", type("text"))
                .put("response_body", type("text"))
                .put("request_cut", type("boolean"))
                .put("response_cut", type("boolean"));
        JsonArray patterns = Json.array().add(allCalls()).add(prefix + CONTENT + "*");
        return Json.object()
                .put("index_patterns", patterns)
                .put("priority", 200)
                .put(
                        "template",
                        Json.object()
                                .put("settings", settings())
                                .put(
                                        "mappings",
                                        Json.object().put("dynamic", false).put("properties", properties)))
                .toJson();
    }

    private static JsonObject guardrail() {
        return Json.object()
                .put("name", word())
                .put("type", word())
                .put("layer", word())
                .put("result", word());
    }

    private static JsonObject settings() {
        return Json.object()
                .put("index.number_of_shards", 1)
                .put("index.auto_expand_replicas", "0-1")
                .put("index.refresh_interval", "2s");
    }

    private static JsonObject type(String name) {
        return Json.object().put("type", name);
    }

    private static JsonObject word() {
        return type("keyword").put("ignore_above", LONGEST_WORD);
    }

    /// Whether the time of an index is over.
    boolean isOver(String index, LocalDate today, RetentionSettings retention) {
        return dayOf(index, CALLS)
                        .filter(day -> day.isBefore(today.minusDays(retention.metadataDays())))
                        .isPresent()
                || dayOf(index, CONTENT)
                        .filter(day -> day.isBefore(today.minusDays(retention.contentDays())))
                        .isPresent();
    }

    private Optional<LocalDate> dayOf(String index, String kind) {
        String start = prefix + kind;
        if (!index.startsWith(start)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(index.substring(start.length()), DAY));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
