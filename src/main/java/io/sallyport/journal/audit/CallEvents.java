package io.sallyport.journal.audit;

import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.identity.Reach;
import io.sallyport.identity.Reach.Audit;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.BoundedText;
import io.sallyport.journal.CallRecord;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Content;
import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.journal.audit.AuditEvent.Facts;
import io.sallyport.journal.audit.AuditEvent.FullContent;
import io.sallyport.journal.audit.AuditEvent.MaskedContent;
import io.sallyport.journal.audit.AuditEvent.Text;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Money;
import io.sallyport.lang.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Turns finished calls into events. The member `call` of their facts is a [io.sallyport.journal.RequestRow],
/// word for word.
///
/// Every text is cut to what an index takes as one word (security catalogue N15).
final class CallEvents {
    private static final int LONGEST = 256;
    private static final int LONGEST_PATH = 1_024;

    private CallEvents() {}

    /// The event of a call; empty where its backend profile wants none.
    static Optional<AuditEvent> of(CallRecord call) {
        Audit audit = call.caller().map(Caller::reach).orElse(Reach.ANYWHERE).audit();
        if (!audit.metadata() && call.content().isEmpty()) {
            return Optional.empty();
        }
        Facts facts = new Facts(call.id().value(), call.timing().started(), document(call));
        return Optional.of(
                call.content().<AuditEvent>map(content -> said(facts, content)).orElse(facts));
    }

    private static AuditEvent said(Facts facts, Content content) {
        return content.masked()
                ? new MaskedContent(facts, question(content), answer(content))
                : new FullContent(facts, question(content), answer(content));
    }

    private static Text question(Content content) {
        return new Text(BoundedText.body(content.request()), content.requestCut());
    }

    private static Text answer(Content content) {
        return new Text(text(content.response()), content.responseCut());
    }

    private static String text(Bytes body) {
        return StreamText.of(BoundedText.body(body));
    }

    private static Json document(CallRecord call) {
        JsonObject row = Json.object()
                .put("id", call.id().toString())
                .put("started_at", call.timing().started().toString());
        caller(call, row);
        client(call, row);
        asked(call, row);
        ending(call, row);
        endUser(call, row);
        usage(call, row);
        JsonObject document = Json.object()
                .put("@timestamp", call.timing().started().toString())
                .put("call", row)
                .put("headers", headers(call.client().headers()))
                .put("tries", tries(call.attempts()))
                .put("guardrails", guardrails(call.guarded()));
        call.routed().ifPresent(decision -> document.put("decision", JsonCodec.write(decision)));
        thread(call).ifPresent(thread -> document.put("thread", thread));
        return document.toJson();
    }

    /// What groups the calls of one conversation: the session, else the chat of a trusted program.
    private static Optional<String> thread(CallRecord call) {
        return some(call.client().sessionId()).or(() -> call.endUser().flatMap(user -> some(user.chat())));
    }

    private static void caller(CallRecord call, JsonObject row) {
        Optional<Caller> caller = call.caller();
        put(row, "tenant_id", caller.map(proven -> proven.tenant().value()));
        put(row, "project_id", caller.map(proven -> proven.project().value()));
        put(row, "key_id", caller.flatMap(Caller::key).map(KeyId::value));
        put(row, "user_id", caller.flatMap(Caller::user).map(UserId::value));
        put(
                row,
                "backend_profile_id",
                caller.flatMap(proven -> proven.reach().profile()).map(BackendProfileId::value));
        put(row, "principal", caller.map(proven -> line(proven.name())));
    }

    private static void client(CallRecord call, JsonObject row) {
        CallRecord.Client client = call.client();
        boolean hasOwnId = !client.correlationId().equals(call.id().toString());
        put(row, "correlation_id", hasOwnId ? some(client.correlationId()) : Optional.empty());
        put(row, "session_id", some(client.sessionId()));
        row.put("method", line(client.method()))
                .put("path", BoundedText.line(client.path(), LONGEST_PATH))
                .put("remote_address", line(client.remoteAddress()));
        put(row, "user_agent", some(client.userAgent()));
    }

    private static void asked(CallRecord call, JsonObject row) {
        row.put("operation", call.asked().operation().word())
                .put("dialect", line(call.asked().dialect()))
                .put("model", line(call.asked().model()))
                .put("streamed", call.asked().streamed());
        Optional<Attempted> last = call.attempts().isEmpty()
                ? Optional.empty()
                : Optional.of(call.attempts().getLast());
        put(row, "backend", last.map(target -> line(target.backend())));
        put(row, "provider_kind", last.map(target -> line(target.kind())));
        put(row, "upstream_model", last.map(target -> line(target.model())));
        last.ifPresent(target -> row.put("upstream_status", target.status()));
        row.put("attempts", call.attempts().size());
    }

    private static void ending(CallRecord call, JsonObject row) {
        row.put("status", call.outcome().status())
                .put("code", line(call.outcome().code()))
                .put("success", call.outcome().isSuccess())
                .put("total_us", call.timing().total())
                .put("own_us", call.timing().own())
                .put("bytes_in", call.sizes().in())
                .put("bytes_out", call.sizes().out());
        if (call.timing().firstByte() >= 0) {
            row.put("first_byte_us", call.timing().firstByte());
        }
        if (!call.losses().isEmpty()) {
            JsonArray losses = Json.array();
            call.losses().forEach(loss -> losses.add(line(loss.toString())));
            row.put("losses", losses);
        }
        if (call.purpose() != Purpose.CLIENT) {
            row.put("purpose", call.purpose().word());
        }
    }

    private static void endUser(CallRecord call, JsonObject row) {
        Map<String, Function<EndUser, String>> parts = new LinkedHashMap<>();
        parts.put("end_user_id", EndUser::id);
        parts.put("end_user_name", EndUser::name);
        parts.put("end_user_email", EndUser::email);
        parts.put("end_user_role", EndUser::role);
        parts.put("end_user_chat", EndUser::chat);
        parts.forEach((name, part) -> put(row, name, call.endUser().flatMap(user -> some(part.apply(user)))));
    }

    private static void usage(CallRecord call, JsonObject row) {
        if (call.usage().isPresent()) {
            TokenUsage usage = call.usage().get();
            row.put("input_tokens", usage.input())
                    .put("cached_input_tokens", usage.cachedInput())
                    .put("cache_write_tokens", usage.cacheWrite())
                    .put("output_tokens", usage.output())
                    .put("reasoning_tokens", usage.reasoning())
                    .put("usage_source", usage.source().word());
        }
        put(row, "cost_usd", call.cost().known().map(Money::toString));
    }

    /// One member per name, each with all its values.
    private static JsonObject headers(List<Header> headers) {
        Map<String, JsonArray> values = new LinkedHashMap<>();
        headers.forEach(header ->
                values.computeIfAbsent(header.name(), _ -> Json.array()).add(header.value()));
        JsonObject members = Json.object();
        values.forEach(members::put);
        return members;
    }

    private static JsonArray tries(List<Attempted> attempts) {
        JsonArray tries = Json.array();
        for (Attempted tried : attempts) {
            tries.add(Json.object()
                    .put("backend", line(tried.backend()))
                    .put("provider_kind", line(tried.kind()))
                    .put("upstream_model", line(tried.model()))
                    .put("status", tried.status())
                    .put("code", line(tried.code()))
                    .put("millis", tried.millis()));
        }
        return tries;
    }

    private static JsonArray guardrails(List<Guarded> looks) {
        JsonArray guardrails = Json.array();
        for (Guarded look : looks) {
            guardrails.add(Json.object()
                    .put("name", line(look.name()))
                    .put("type", line(look.type()))
                    .put("layer", look.layer())
                    .put("result", look.result())
                    .put("note", line(look.note()))
                    .put("overridden", look.overridden()));
        }
        return guardrails;
    }

    private static void put(JsonObject row, String name, Optional<String> value) {
        value.ifPresent(text -> row.put(name, text));
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(line(text));
    }

    private static String line(String foreign) {
        return BoundedText.line(foreign, LONGEST);
    }
}
