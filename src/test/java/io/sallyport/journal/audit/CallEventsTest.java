package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.EndUser;
import io.sallyport.identity.Reach;
import io.sallyport.identity.Reach.Audit;
import io.sallyport.journal.CallRecord;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.journal.Calls;
import io.sallyport.journal.RequestRow;
import io.sallyport.journal.audit.AuditEvent.Facts;
import io.sallyport.journal.audit.AuditEvent.FullContent;
import io.sallyport.journal.audit.AuditEvent.MaskedContent;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Header;
import io.sallyport.lang.Money;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class CallEventsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    @Tag("AU2")
    @Tag("AU5")
    void holdsTheFactsAsTheRequestLogHasThem() {
        CallRecord call = Calls.call()
                .endUser(new EndUser("17", "Carol", "carol@example.org", "user", "chat-9"))
                .correlation("theirs", "session-3")
                .after(new Attempted("spare", "openai", "m", 503, "upstream_status", 7))
                .at(NOON);

        Json document = CallEvents.of(call).orElseThrow().facts().document();
        RequestRow row = JsonCodec.read(document.get("call"), RequestRow.class);

        assertThat(row.id()).isEqualTo(call.id().value());
        assertThat(row.startedAt()).isEqualTo(NOON);
        assertThat(row.keyId()).contains("key-1");
        assertThat(row.model()).isEqualTo("chat");
        assertThat(row.backend()).contains("openai");
        assertThat(row.inputTokens()).contains(100L);
        assertThat(row.outputTokens()).contains(30L);
        assertThat(row.costUsd()).contains(Money.ofMicroDollars(450));
        assertThat(row.endUserEmail()).contains("carol@example.org");
        assertThat(row.correlationId()).contains("theirs");
        assertThat(document.get("thread").text()).isEqualTo("session-3");
        assertThat(document.get("tries").elements()).hasSize(2);
    }

    @Test
    void groupsByTheChatOfATrustedProgramWhereThereIsNoSession() {
        CallRecord call =
                Calls.call().endUser(new EndUser("", "", "", "", "chat-9")).at(NOON);

        Json document = CallEvents.of(call).orElseThrow().facts().document();

        assertThat(document.get("thread").text()).isEqualTo("chat-9");
    }

    @Test
    @Tag("AU12")
    void holdsNoTextWithoutContent() {
        CallRecord call = Calls.call().headers(new Header("accept", "*/*")).at(NOON);

        assertThat(CallEvents.of(call)).get().isInstanceOf(Facts.class);
    }

    @Test
    @Tag("AU3")
    void holdsQuestionAndAnswerWhereTheyMayBeKept() {
        CallRecord call = Calls.call()
                .content("{\"q\":1}", "data: {\"choices\":[{\"delta\":{\"content\":\"yes\"}}]}\n\n")
                .at(NOON);

        AuditEvent event = CallEvents.of(call).orElseThrow();

        assertThat(event).isInstanceOfSatisfying(FullContent.class, content -> {
            assertThat(content.question().text()).isEqualTo("{\"q\":1}");
            assertThat(content.answer().text()).isEqualTo("yes");
        });
    }

    @Test
    @Tag("N05")
    void saysThatGuardrailsMaskedTheContentAndWhatTheyDid() {
        Guarded look = new Guarded("mails", "pii", "input", "replaced", "email 1", false);
        CallRecord call =
                Calls.call().masked(look).content("{\"q\":\"[EMAIL]\"}", "{}").at(NOON);

        AuditEvent event = CallEvents.of(call).orElseThrow();
        String[] lines = new Indices("trail").lines(event).text().split("\n");

        assertThat(event).isInstanceOf(MaskedContent.class);
        assertThat(event.facts().document().path("guardrails.0").toString())
                .isEqualTo("{\"name\":\"mails\",\"type\":\"pii\",\"layer\":\"input\",\"result\":\"replaced\","
                        + "\"note\":\"email 1\",\"overridden\":false}");
        assertThat(lines).hasSize(4);
        assertThat(Json.parse(lines[1]).get("content").text()).isEqualTo("masked");
        assertThat(lines[1]).doesNotContain("request_body");
        assertThat(Json.parse(lines[3]).get("request_body").text()).isEqualTo("{\"q\":\"[EMAIL]\"}");
    }

    @Test
    @Tag("PO3")
    void isNotThereWhereTheBackendProfileWantsNone() {
        Reach silent = new Reach(
                Optional.of(new BackendProfileId("p")),
                AllowList.anything(),
                false,
                new Audit(false, false),
                LossPolicy.WARN);

        assertThat(CallEvents.of(Calls.call().reach(silent).at(NOON))).isEmpty();
    }

    @Test
    @Tag("N15")
    void cutsWordsThatNoIndexTakes() {
        CallRecord call = Calls.call().model("m".repeat(40_000)).at(NOON);

        Json document = CallEvents.of(call).orElseThrow().facts().document();

        assertThat(document.path("call.model").text()).hasSize(256);
    }
}
