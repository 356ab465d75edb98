package io.sallyport.journal;

import io.sallyport.catalog.Price;
import io.sallyport.dialect.Loss;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.identity.Reach;
import io.sallyport.inference.Operation;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.CallRecord.Content;
import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.journal.CallRecord.Sizes;
import io.sallyport.journal.CallRecord.Timing;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Header;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Money;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.RequestId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.usage.Charge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finished calls for tests; every part can be replaced.
public final class Calls {
    private Client client = new Client("", "", "POST", "/v1/chat/completions", "192.0.2.7", "test/1", "", List.of());
    private Optional<Caller> caller = Optional.of(caller("key-1"));
    private Optional<EndUser> endUser = Optional.empty();
    private String model = "chat";
    private Outcome outcome = new Outcome(200, "");
    private Cost cost = Cost.of(Money.ofMicroDollars(450));
    private Optional<Price> price = Optional.empty();
    private final List<Attempted> attempts =
            new ArrayList<>(List.of(new Attempted("openai", "openai", "gpt-4o", 200, "", 10)));
    private Optional<TokenUsage> usage = Optional.of(new TokenUsage(100, 20, 0, 30, 10, Source.REPORTED));
    private List<Loss> losses = List.of();
    private Optional<Content> content = Optional.empty();
    private final List<Guarded> guarded = new ArrayList<>();
    private boolean masked;

    public static Calls call() {
        return new Calls();
    }

    public static Caller caller(String key) {
        return new Caller(
                Caller.Kind.NAMED,
                new TenantId("default"),
                new ProjectId("default"),
                Optional.of(new KeyId(key)),
                "ada",
                Optional.empty(),
                Set.of(),
                false,
                AllowList.anything(),
                AllowList.anything(),
                Reach.ANYWHERE);
    }

    public Calls losses(Loss... all) {
        losses = List.of(all);
        return this;
    }

    public Calls client(Client other) {
        client = other;
        return this;
    }

    public Calls headers(Header... headers) {
        return client(new Client(
                client.correlationId(),
                client.sessionId(),
                client.method(),
                client.path(),
                client.remoteAddress(),
                client.userAgent(),
                "",
                List.of(headers)));
    }

    public Calls correlation(String id, String session) {
        return client(new Client(id, session, "POST", client.path(), "192.0.2.7", "test/1", "", List.of()));
    }

    public Calls path(String path) {
        return client(new Client("", "", "GET", path, "192.0.2.7", "test/1", "", List.of()));
    }

    public Calls key(String key) {
        caller = Optional.of(caller(key));
        return this;
    }

    public Calls reach(Reach other) {
        Caller bound = caller("key-1");
        caller = Optional.of(new Caller(
                bound.kind(),
                bound.tenant(),
                bound.project(),
                bound.key(),
                bound.name(),
                bound.user(),
                bound.groups(),
                bound.admin(),
                bound.models(),
                bound.operations(),
                other));
        return this;
    }

    public Calls endUser(EndUser named) {
        endUser = Optional.of(named);
        return this;
    }

    public Calls stranger() {
        caller = Optional.empty();
        attempts.clear();
        usage = Optional.empty();
        cost = Cost.unknown();
        return failed(401, "missing_api_key");
    }

    public Calls model(String word) {
        model = word;
        return this;
    }

    public Calls failed(int status, String code) {
        outcome = new Outcome(status, code);
        return this;
    }

    public Calls after(Attempted failure) {
        attempts.addFirst(failure);
        return this;
    }

    public Calls pinned(Price applied) {
        price = Optional.of(applied);
        return this;
    }

    public Calls unpriced() {
        cost = Cost.unknown();
        return this;
    }

    /// Guardrails masked its content, and left a note.
    public Calls masked(Guarded look) {
        masked = true;
        guarded.add(look);
        return this;
    }

    public Calls content(String request, String response) {
        content = Optional.of(new Content(Bytes.of(request), false, Bytes.of(response), false, masked));
        return this;
    }

    public CallRecord at(Instant start) {
        RequestId id = new RequestId(TimeOrdered.uuid(start.toEpochMilli()));
        Client sent = client.correlationId().isEmpty()
                ? new Client(
                        id.toString(),
                        client.sessionId(),
                        client.method(),
                        client.path(),
                        client.remoteAddress(),
                        client.userAgent(),
                        client.traceparent(),
                        client.headers())
                : client;
        return new CallRecord(
                id,
                sent,
                caller,
                endUser,
                new Asked(Operation.CHAT, "openai", model, false),
                List.copyOf(attempts),
                outcome,
                usage,
                new Charge(cost, price, 0, Optional.empty()),
                new Timing(start, 12_345, 4_000, 210),
                new Sizes(300, 900),
                losses,
                content,
                Optional.empty(),
                Purpose.CLIENT,
                List.copyOf(guarded));
    }
}
