package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.audit.AuditSettings;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class AuditSectionTest {

    @Test
    @Tag("AU1")
    @Tag("CF2")
    void readsWhereTheAuditTrailGoes() {
        Settings settings = accepted(read("""
                        audit:
                          opensearch:
                            url: https://search:9200
                            username: writer
                            password: secret
                            skip_tls_verify: true
                            index_prefix: trail
                            timeout: 5s
                            manage_indices: false
                          spool_megabytes: 16
                          required: {tenants: ["*"], backend_profiles: [Legal]}
                        """)).value();

        assertThat(settings.audit())
                .isEqualTo(new AuditSettings(
                        false,
                        Optional.of(new AuditSettings.Cluster(
                                URI.create("https://search:9200"),
                                "trail",
                                Optional.of(new AuditSettings.Login.Password("writer", Secret.of("secret"))),
                                Trust.ANY_CERTIFICATE,
                                Duration.ofSeconds(5),
                                AuditSettings.Upkeep.THEIRS)),
                        16L << 20,
                        new AuditSettings.Required(Set.of("*"), Set.of("Legal"))));
    }

    @Test
    void wantsALoginWhole() {
        assertThat(problems(read("audit: {opensearch: {url: 'https://search:9200', username: writer}}"))
                        .toString())
                .contains("audit.opensearch.password");
    }
}
