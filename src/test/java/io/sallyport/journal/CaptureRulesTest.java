package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.EndUser;
import io.sallyport.identity.Reach;
import io.sallyport.identity.Reach.Audit;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.CallRecord.Content;
import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C13")
final class CaptureRulesTest {
    private static final CallRecord CALL = Calls.call()
            .headers(new Header("authorization", "Bearer canary"), new Header("accept", "*/*"))
            .content("0123456789", "abc")
            .at(Instant.EPOCH);

    @Test
    void takesTheStrictestOfSeveralRules() {
        assertThat(Capture.FULL.strictest(Capture.METADATA)).isEqualTo(Capture.METADATA);
        assertThat(Capture.NONE.strictest(Capture.FULL)).isEqualTo(Capture.NONE);
        assertThat(Capture.FULL.strictest(Capture.FULL)).isEqualTo(Capture.FULL);
    }

    @Test
    void keepsNeitherHeadersNorBodiesWithoutPermission() {
        CallRecord kept = new CaptureRules(Capture.NONE, 100).applyTo(CALL);

        assertThat(kept.client().headers()).isEmpty();
        assertThat(kept.content()).isEmpty();
        assertThat(kept.usage()).isEqualTo(CALL.usage());
    }

    @Test
    @Tag("AU12")
    void keepsSanitisedHeadersButNoBodiesOfMetadata() {
        CallRecord kept = new CaptureRules(Capture.METADATA, 100).applyTo(CALL);

        assertThat(kept.client().headers())
                .containsExactly(new Header("authorization", "[REDACTED]"), new Header("accept", "*/*"));
        assertThat(kept.content()).isEmpty();
    }

    @Test
    @Tag("PO4")
    void keepsNoBodiesWhereTheBackendProfileWantsNone() {
        CallRecord call = Calls.call()
                .reach(audited(new Audit(true, false)))
                .headers(new Header("accept", "*/*"))
                .content("0123456789", "abc")
                .at(Instant.EPOCH);

        CallRecord kept = new CaptureRules(Capture.FULL, 100).applyTo(call);

        assertThat(kept.content()).isEmpty();
        assertThat(kept.client()).isEqualTo(call.client());
    }

    @Test
    @Tag("PO3")
    void knowsNoClientWhereTheBackendProfileWantsNoMetadata() {
        CallRecord call = Calls.call()
                .reach(audited(new Audit(false, true)))
                .endUser(new EndUser("17", "Carol", "carol@example.org", "user", "chat-9"))
                .correlation("canary", "canary")
                .content("0123456789", "abc")
                .at(Instant.EPOCH);

        CallRecord kept = new CaptureRules(Capture.FULL, 100).applyTo(call);

        assertThat(kept.client())
                .isEqualTo(new Client(call.id().toString(), "", "POST", "/v1/chat/completions", "", "", "", List.of()));
        assertThat(kept.endUser()).isEmpty();
        assertThat(kept.content()).isEqualTo(call.content());
        assertThat(kept.usage()).isEqualTo(call.usage());
    }

    @Test
    @Tag("PO4")
    void neverKeepsMoreThanTheDeploymentAllows() {
        CallRecord call = Calls.call()
                .reach(audited(Audit.ALLOWED))
                .headers(new Header("accept", "*/*"))
                .content("0123456789", "abc")
                .at(Instant.EPOCH);

        CallRecord kept = new CaptureRules(Capture.NONE, 100).applyTo(call);

        assertThat(kept.content()).isEmpty();
        assertThat(kept.client().headers()).isEmpty();
    }

    @Test
    @Tag("N05")
    void keepsOnlyBodiesThatWereMaskedWhereItMayKeepNoOthers() {
        CaptureRules rules = new CaptureRules(Capture.MASKED, 100);
        Guarded look = new Guarded("mails", "pii", "input", "replaced", "email 1", false);
        CallRecord masked = Calls.call().masked(look).content("[EMAIL]", "abc").at(Instant.EPOCH);

        assertThat(rules.applyTo(masked).content()).isEqualTo(masked.content());
        assertThat(rules.applyTo(masked).guarded()).containsExactly(look);
        assertThat(rules.applyTo(CALL).content()).isEmpty();
        assertThat(rules.keepsBodies()).isTrue();
        assertThat(Capture.FULL.strictest(Capture.MASKED)).isEqualTo(Capture.MASKED);
        assertThat(Capture.METADATA.strictest(Capture.MASKED)).isEqualTo(Capture.METADATA);
    }

    private static Reach audited(Audit audit) {
        return new Reach(Optional.of(new BackendProfileId("p")), AllowList.anything(), false, audit, LossPolicy.WARN);
    }

    @Test
    @Tag("N05")
    void cutsBodiesAtTheLimitAndSaysSo() {
        CallRecord kept = new CaptureRules(Capture.FULL, 4).applyTo(CALL);

        assertThat(kept.content()).contains(new Content(Bytes.of("0123"), true, Bytes.of("abc"), false, false));
    }

    @Test
    @Tag("CF17")
    void refusesAConfigurationThatAsksForMoreThanTheCeiling() {
        assertThatThrownBy(() -> CaptureRules.under(Capture.METADATA, Capture.FULL, 100))
                .hasMessageContaining("at most metadata");
        assertThat(CaptureRules.under(Capture.METADATA, Capture.NONE, 100).capture())
                .isEqualTo(Capture.NONE);
    }

    @Test
    @Tag("AU29")
    void writesNoRowsUnderZeroRetention() {
        JournalSettings usual = JournalSettings.DEFAULT;

        JournalSettings settings = new JournalSettings(
                true,
                usual.capture(),
                usual.maxBodySize(),
                usual.healthChecks(),
                usual.writer(),
                new RetentionSettings(30, 7, 400, true));

        assertThat(settings.enabled()).isFalse();
        assertThat(usual.enabled()).isTrue();
    }

    @Test
    void takesWordsApartOnlyBetweenCharacters() {
        assertThat(BoundedText.body(Bytes.of("aé").slice(0, 2))).isEqualTo("a");
        assertThat(BoundedText.body(Bytes.of("aé"))).isEqualTo("aé");
        assertThat(BoundedText.body(Bytes.of("a😀").slice(0, 4))).isEqualTo("a");
        assertThat(BoundedText.body(Bytes.EMPTY)).isEmpty();
        assertThat(BoundedText.body(Bytes.of(new byte[] {'a', (byte) 0xFF, 'b'})))
                .isEqualTo("[3 bytes, not text]");
    }
}
