package io.sallyport.pipeline;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.journal.JournalEntry;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Deadline;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Traits;
import java.util.Optional;

/// A call that the gateway makes itself, mostly beside one of a client, who never sees the answer.
///
/// @param payer whose usage and limits it counts for
/// @param model how logs call where it goes
/// @param outputCap most tokens the answer may have, where the request says nothing about it
/// @param beside the client's call; empty for what the gateway asks of its own accord
record SideCall(
        Purpose purpose,
        Caller payer,
        String model,
        ClientDialect dialect,
        RawRequest request,
        Optional<Long> outputCap,
        Plan plan,
        Traits traits,
        Optional<JournalEntry> beside,
        Deadline deadline) {

    /// What the gateway asks, in the words of a client.
    static RawRequest question(ClientDialect dialect, Operation operation, String path, JsonObject body) {
        Bytes bytes = body.toJson().bytes();
        return new RawRequest(
                operation, "POST", path, "", "application/json", bytes, dialect.read(operation, path, bytes));
    }

    /// Whether the gateway pays for it itself.
    boolean isOwn() {
        return payer.kind() == Caller.Kind.GATEWAY;
    }

    /// Who is behind the client's call, where that one pays.
    Optional<EndUser> endUser() {
        return isOwn() ? Optional.empty() : beside.flatMap(JournalEntry::endUser);
    }
}
