package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Workbench.Lack;
import io.sallyport.crypto.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said about right settings that are not fit for production.
@Tag("DE8")
final class ProductionReviewTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Map<String, String> SECRETS = Map.of(
            "SALLYPORT_KEY_HASH_SECRET", "0123456789abcdef0123456789abcdef",
            "SALLYPORT_MASTER_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    private static final String FIT = """
            deployment_profile: standard
            server:
              public_url: https://ai.example.com
              trusted_proxies: [10.0.0.0/8]
              graceful_shutdown_delay: 60s
            database: {url: 'postgres://sallyport@db/sallyport'}
            auth: {enable_named_client_keys: true}
            audit: {enabled: true}
            alerts: {smtp: {host: mail.example.com, from: ai@example.com}}
            """;

    @Test
    void hasNothingToSayAboutSettingsThatAreFit() {
        assertThat(review(FIT, SECRETS)).isEmpty();
    }

    @Test
    void saysThatACertificateEndsSoon(@TempDir Path folder) throws IOException {
        SelfSigned tomorrow = SelfSigned.at(NOW);
        Path certificate = Files.writeString(
                folder.resolve("tls.crt"), tomorrow.certificate().reveal());
        Path key = Files.writeString(folder.resolve("tls.key"), tomorrow.key().reveal());
        String tls = "server:\n  tls: {certificate_file: '" + certificate + "', key_file: '" + key + "'}";

        assertThat(review(FIT.replace("server:", tls), SECRETS)).singleElement().satisfies(lack -> {
            assertThat(lack.key()).isEqualTo("server.tls");
            assertThat(lack.why()).isEqualTo("the certificate ends at 2026-11-23T00:00:00Z");
        });
    }

    @Test
    void sendsTheFirstMinuteHomeWithAList() {
        assertThat(review("{}", Map.of()))
                .extracting(Lack::key)
                .containsExactly(
                        "deployment_profile",
                        "SALLYPORT_KEY_HASH_SECRET",
                        "SALLYPORT_MASTER_KEY",
                        "database.url",
                        "server.public_url",
                        "server.tls",
                        "audit.enabled",
                        "server.graceful_shutdown_delay",
                        "alerts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trusted_proxies: [10.0.0.0/8] | trusted_proxies: []                               | server.trusted_proxies",
                "https://ai                    | http://ai                                         | server.tls",
                "enable_named_client_keys: true| 'client_api_keys: [change-me-to-something-longer]'| auth",
                "enable_named_client_keys: true| client_api_keys: [short]                          | auth",
            })
    void noticesOneThingThatIsNotFit(String fit, String unfit, String key) {
        assertThat(review(FIT.replace(fit, unfit), SECRETS))
                .extracting(Lack::key)
                .containsExactly(key);
    }

    @Test
    void noticesWhereAnyCertificateIsTaken() {
        String careless = FIT.replace(
                        "audit: {enabled: true}",
                        "audit: {enabled: true, opensearch: {url: 'https://search:9200', skip_tls_verify: true}}")
                + "backends: [{name: far, kind: openai, skip_tls_verify: true}]\n";

        assertThat(review(careless, SECRETS)).extracting(Lack::key).containsExactly("backends far", "audit.opensearch");
    }

    private static List<Lack> review(String text, Map<String, String> variables) {
        return ProductionReview.of(accepted(read(text, variables)).value(), variables, NOW);
    }
}
