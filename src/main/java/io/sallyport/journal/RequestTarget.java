package io.sallyport.journal;

import io.sallyport.database.CopyRow;
import io.sallyport.database.CopyTarget;
import io.sallyport.dialect.Loss;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.journal.CallRecord.Routed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Header;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `request_log` per call.
final class RequestTarget implements CopyTarget<CallRecord> {
    private static final int LONGEST = 256;
    private static final int LONGEST_PATH = 1_024;

    private static final List<String> COLUMNS = List.of(
            "id",
            "started_at",
            "tenant_id",
            "project_id",
            "key_id",
            "user_id",
            "backend_profile_id",
            "principal_kind",
            "principal",
            "correlation_id",
            "session_id",
            "method",
            "path",
            "remote_address",
            "user_agent",
            "headers",
            "end_user_id",
            "end_user_name",
            "end_user_email",
            "end_user_role",
            "end_user_chat",
            "operation",
            "dialect",
            "model",
            "streamed",
            "backend",
            "provider_kind",
            "upstream_model",
            "upstream_status",
            "attempts",
            "status",
            "code",
            "success",
            "total_us",
            "first_byte_us",
            "own_us",
            "bytes_in",
            "bytes_out",
            "losses",
            "decision",
            "purpose");

    @Override
    public String table() {
        return "request_log";
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void encode(CallRecord call, CopyRow out) {
        out.uuid(call.id().value()).instant(call.timing().started());
        caller(call.caller(), out);
        client(call, out);
        endUser(call.endUser(), out);
        out.word(call.asked().operation().word())
                .text(line(call.asked().dialect()))
                .text(line(call.asked().model()))
                .truth(call.asked().streamed());
        target(call.attempts(), out);
        out.number(call.outcome().status())
                .text(line(call.outcome().code()))
                .truth(call.outcome().isSuccess())
                .number(call.timing().total());
        firstByte(call.timing().firstByte(), out);
        out.number(call.timing().own())
                .number(call.sizes().in())
                .number(call.sizes().out())
                .texts(losses(call.losses()))
                .text(call.routed().isPresent() ? decision(call.routed().get()) : null)
                .text(purpose(call));
    }

    /// Null for calls of clients, which are nearly all.
    static @Nullable String purpose(CallRecord call) {
        return call.purpose() == Purpose.CLIENT ? null : call.purpose().word();
    }

    private static void caller(Optional<Caller> caller, CopyRow out) {
        if (caller.isEmpty()) {
            out.absent(7);
            return;
        }
        Caller proven = caller.get();
        Optional<BackendProfileId> profile = proven.reach().profile();
        out.word(proven.tenant().value())
                .word(proven.project().value())
                .word(proven.key().isPresent() ? proven.key().get().value() : null)
                .word(proven.user().isPresent() ? proven.user().get().value() : null)
                .word(profile.isPresent() ? profile.get().value() : null)
                .word(proven.kind().word())
                .text(line(proven.name()));
    }

    private static void client(CallRecord call, CopyRow out) {
        CallRecord.Client client = call.client();
        boolean hasOwnId = !client.correlationId().equals(call.id().toString());
        out.text(hasOwnId ? lineOrNull(client.correlationId()) : null)
                .text(lineOrNull(client.sessionId()))
                .text(line(client.method()))
                .text(BoundedText.line(client.path(), LONGEST_PATH))
                .text(line(client.remoteAddress()))
                .text(lineOrNull(client.userAgent()));
        headers(client.headers(), out);
    }

    private static void endUser(Optional<EndUser> named, CopyRow out) {
        if (named.isEmpty()) {
            out.absent(5);
            return;
        }
        EndUser user = named.get();
        out.text(lineOrNull(user.id()))
                .text(lineOrNull(user.name()))
                .text(lineOrNull(user.email()))
                .text(lineOrNull(user.role()))
                .text(lineOrNull(user.chat()));
    }

    private static void target(List<Attempted> attempts, CopyRow out) {
        if (attempts.isEmpty()) {
            out.absent(4);
        } else {
            Attempted last = attempts.getLast();
            out.text(line(last.backend()))
                    .text(line(last.kind()))
                    .text(line(last.model()))
                    .number(last.status());
        }
        out.number(attempts.size());
    }

    private static void firstByte(long micros, CopyRow out) {
        if (micros < 0) {
            out.absent(1);
        } else {
            out.number(micros);
        }
    }

    private static String decision(Routed routed) {
        return JsonCodec.write(routed).toString();
    }

    /// A list, since a name may be there twice; it goes into the row piece by piece, since every call has one.
    private static void headers(List<Header> headers, CopyRow out) {
        if (headers.isEmpty()) {
            out.absent(1);
            return;
        }
        out.text("[");
        String before = "[";
        for (Header header : headers) {
            quoted(header.name(), out.more(before));
            quoted(header.value(), out.more(","));
            before = "],[";
        }
        out.more("]]");
    }

    private static void quoted(String text, CopyRow out) {
        if (Json.isPlain(text)) {
            out.more("\"").more(text).more("\"");
        } else {
            StringBuilder quoted = new StringBuilder();
            Json.quote(text, quoted);
            out.more(quoted.toString());
        }
    }

    /// Most calls lose nothing, and null takes no room.
    private static @Nullable List<String> losses(List<Loss> losses) {
        return losses.isEmpty() ? null : losses.stream().map(Loss::toString).toList();
    }

    private static String line(String foreign) {
        return BoundedText.line(foreign, LONGEST);
    }

    private static @Nullable String lineOrNull(String foreign) {
        return foreign.isEmpty() ? null : line(foreign);
    }
}
