package io.sallyport.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.MasterKeys;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.ManagedBackends.Edited;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.testkit.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What operators say of a backend in words of its kind: options, labels, keys that are objects.
@Tag("PR8")
final class ManagedBackendWordsTest {
    private final TestDatabase database = TestDatabase.migrated();
    private final ManagedBackends backends = new ManagedBackends(
            database.database(),
            new Seal(
                    MasterKeys.parse(Secret.of("1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")),
                    Use.PROVIDER_CREDENTIAL,
                    new SecureRandom()),
            List.of(new ProviderKind(
                    new OpenAiCompatible("openai", "A vendor.", "http://127.0.0.1", Quirks.NONE),
                    Optional.of(URI.create("https://api.usual.example")),
                    true)),
            () -> new BackendTerms(Duration.ofSeconds(60), false),
            Clock.systemUTC());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsOptionsAndLabelsUntilOthersAreSaid() {
        Map<String, String> options = Map.of("region", "eu-central-1", "api_version", "2024-10-21");
        backends.create(
                "mine",
                new Draft()
                        .kind("openai")
                        .options(options)
                        .labels(Map.of("region", "eu"))
                        .make());

        backends.edit("mine", new Draft().models("m1").make());
        backends.reload();
        Backend kept = backends.current().getFirst();
        Backend emptied = backends.edit("mine", new Draft().options(Map.of()).make())
                .backend()
                .backend();

        assertThat(kept.options()).isEqualTo(options);
        assertThat(kept.labels()).isEqualTo(Map.of("region", "eu"));
        assertThat(emptied.options()).isEmpty();
        assertThat(emptied.labels()).isEqualTo(Map.of("region", "eu"));
    }

    @Test
    void refusesOptionsAndLabelsThatNobodyCouldMean() {
        Map<String, String> nameless = Map.of("", "eu");
        Map<String, String> valueless = Map.of("region", " ");
        Map<String, String> endless = Map.of("region", "x".repeat(600));

        assertRefused(
                () -> backends.create(
                        "odd", new Draft().kind("openai").options(nameless).make()),
                "invalid_value");
        assertRefused(
                () -> backends.create(
                        "odd", new Draft().kind("openai").labels(valueless).make()),
                "invalid_value");
        assertRefused(
                () -> backends.create(
                        "odd", new Draft().kind("openai").options(endless).make()),
                "invalid_value");
    }

    @Test
    @Tag("DD-06")
    @Tag("M05")
    void bindsAKeyToTheAuthorityItIsExchangedAt() {
        backends.create(
                "mine",
                new Draft()
                        .kind("openai")
                        .address("https://vendor.example")
                        .key("sk-one")
                        .make());

        Edited edited = backends.edit(
                "mine",
                new Draft().options(Map.of("authority", "https://evil.example")).make());

        assertThat(edited.secretsDropped()).isTrue();
        assertThat(edited.backend().backend().credential()).isInstanceOf(Credential.Lost.class);
        assertRefused(
                () -> backends.edit(
                        "mine",
                        new Draft()
                                .options(Map.of("authority", "http://169.254.169.254"))
                                .make()),
                "destination_not_allowed");
    }

    @Test
    void takesAServiceAccountAsKeyAndKeepsItOnOneLine() {
        String account = """
                {
                  "type": "service_account",
                  "note": "two words"
                }
                """;

        ManagedBackend made =
                backends.create("mine", new Draft().kind("openai").key(account).make());

        assertThat(made.backend().credential())
                .isEqualTo(new Credential.Own(Secret.of("{\"type\":\"service_account\",\"note\":\"two words\"}")));
        assertRefused(() -> backends.edit("mine", new Draft().key("{\"type\": ").make()), "invalid_value");
        assertRefused(() -> backends.edit("mine", new Draft().key("two words").make()), "invalid_value");
    }

    private static void assertRefused(Runnable work, String code) {
        assertThatThrownBy(work::run).isInstanceOf(RefusedException.class).hasMessage(code);
    }
}
