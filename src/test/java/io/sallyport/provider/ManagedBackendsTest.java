package io.sallyport.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.MasterKeys;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BackendDraft.Shown;
import io.sallyport.provider.ManagedBackends.Edited;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.testkit.CanarySink;
import io.sallyport.testkit.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("PR8")
final class ManagedBackendsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:30:00Z"), ZoneOffset.UTC);
    private static final String ONE_KEY = "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String OTHER_KEY = "1:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final Secret CANARY = Secret.of("sk-provider-canary-2187-0123456789");
    private static final Header TEAM = new Header("X-Team", "header-canary-3263-0123456789");
    private static final BackendTerms TERMS = new BackendTerms(Duration.ofSeconds(60), false);
    private static final BackendTerms PASSTHROUGH = new BackendTerms(Duration.ofSeconds(60), true);

    private final TestDatabase database = TestDatabase.migrated();
    private final ManagedBackends backends = backends(ONE_KEY, TERMS);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("PR6")
    @Tag("PR26")
    void keepsABackendAndItsSecretsSealed() {
        backends.create("mine", draft("https://vendor.example/v1", CANARY, List.of(TEAM)));

        backends.reload();

        Backend kept = backends.current().getFirst();
        assertThat(kept.baseUrl()).isEqualTo(URI.create("https://vendor.example"));
        assertThat(kept.credential()).isEqualTo(new Credential.Own(CANARY));
        assertThat(kept.headers()).containsExactly(TEAM);
        assertThat(kept.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(new CanarySink()
                        .plant(CANARY.reveal())
                        .plant(TEAM.value())
                        .collect(
                                "rows",
                                database.rows("select backend::text from backend")
                                        .toString())
                        .findings())
                .isEmpty();
    }

    @Test
    void takesTheUsualAddressOfAKindAndRefusesAnUnknownOne() {
        ManagedBackend made =
                backends.create("usual", new Draft().kind("openai").make());

        assertThat(made.backend().baseUrl()).isEqualTo(URI.create("https://api.usual.example"));
        assertThat(made.backend().credential()).isEqualTo(new Credential.None());
        assertRefused(() -> backends.create("odd", new Draft().kind("nonsense").make()), "invalid_value");
        assertRefused(
                () -> backends.create(
                        "odd", new Draft().kind("openai_compatible").make()),
                "invalid_value");
    }

    @Test
    @Tag("PR10")
    void refusesANameTwice() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of()));

        assertRefused(
                () -> backends.create("mine", draft("https://other.example", CANARY, List.of())), "backend_exists");
    }

    @Test
    void keepsWhatAnEditDoesNotSay() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of(TEAM)));

        Edited edited = backends.edit(
                "mine",
                new Draft()
                        .models("m1")
                        .address("https://vendor.example:443/eu")
                        .make());

        assertThat(edited.secretsDropped()).isFalse();
        assertThat(edited.backend().version()).isEqualTo(2);
        assertThat(edited.backend().backend().credential()).isEqualTo(new Credential.Own(CANARY));
        assertThat(edited.backend().backend().headers()).containsExactly(TEAM);
        assertThat(edited.backend().backend().models()).containsExactly("m1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://vendor.example",
                "https://vendor.example:8443",
                "https://10.0.0.9"
            })
    @Tag("DD-06")
    @Tag("M10")
    void dropsSecretsWhenTheHostBecomesAnotherOne(String url) {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of(TEAM)));

        Edited edited = backends.edit("mine", new Draft().address(url).make());

        assertThat(edited.secretsDropped()).isTrue();
        assertThat(edited.backend().backend().credential())
                .isEqualTo(new Credential.Lost("its key must be given again"));
        assertThat(edited.backend().backend().headers()).isEmpty();
        assertThat(database.rows("select 1 from backend where credential is not null or headers is not null"))
                .isEmpty();
    }

    @Test
    @Tag("DD-06")
    void takesANewKeyTogetherWithAnotherHost() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of()));

        Edited edited = backends.edit(
                "mine",
                new Draft().address("https://other.example").key("sk-new").make());

        assertThat(edited.secretsDropped()).isFalse();
        assertThat(edited.backend().backend().credential()).isEqualTo(new Credential.Own(Secret.of("sk-new")));
    }

    @Test
    @Tag("DD-06")
    void opensNoCredentialThatWasMovedFromAnotherRow() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of()));
        backends.create("trap", draft("https://evil.example", Secret.of("sk-other"), List.of()));

        database.execute("update backend set credential = (select credential from backend where name = 'mine')"
                + " where name = 'trap'");

        assertThat(backends.get("trap").backend().credential()).isInstanceOf(Credential.Lost.class);
    }

    @Test
    void servesWithoutACredentialThatAnotherMasterKeySealed() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of()));

        Backend seen = backends(OTHER_KEY, TERMS).get("mine").backend();

        assertThat(seen.credential()).isInstanceOf(Credential.Lost.class);
        assertThatThrownBy(() -> Credentials.of(seen))
                .isInstanceOf(RefusedException.class)
                .hasMessage("provider_credential_missing");
    }

    @Test
    @Tag("C4")
    void showsNoKeyOfItsOwnInPassthrough() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of()));
        ManagedBackends passing = backends(ONE_KEY, PASSTHROUGH);

        assertThat(passing.get("mine").backend().credential()).isInstanceOf(Credential.Lost.class);
        assertRefused(() -> passing.create("own", draft("https://vendor.example", CANARY, List.of())), "invalid_value");
        assertRefused(
                () -> backends.create(
                        "client", new Draft().kind("openai").shown(Shown.CLIENT).make()),
                "invalid_value");
        assertThat(passing.create(
                                "client",
                                new Draft().kind("openai").shown(Shown.CLIENT).make())
                        .backend()
                        .credential())
                .isEqualTo(new Credential.Client());
    }

    @Test
    @Tag("PR9")
    @Tag("PR10")
    @Tag("C20")
    void copiesConfiguredBackendsByNameAndLeavesThoseOfOperatorsAlone() {
        backends.create("mine", draft("https://vendor.example", CANARY, List.of()));

        Set<String> taken = backends.configure(
                List.of(configured("one"), configured("two"), configured("mine")),
                name -> "company.yaml:" + name.length());
        List<String> first = names();
        backends.configure(List.of(configured("two")), _ -> "company.yaml:9");

        assertThat(taken).containsExactly("mine");
        assertThat(first).containsExactly("mine/admin/", "one/config/company.yaml:3", "two/config/company.yaml:3");
        assertThat(names()).containsExactly("mine/admin/", "two/config/company.yaml:9");
        assertThat(database.rows("select 1 from backend where source = 'config' and credential is not null"))
                .isEmpty();
    }

    @Test
    @Tag("PR9")
    void leavesTheCopyOfWhatDidNotChange() {
        List<Backend> configured = List.of(configured("one"));
        backends.configure(configured, _ -> "company.yaml:3");

        backends.configure(configured, _ -> "company.yaml:3");

        assertThat(backends.get("one").version()).isEqualTo(1);
        assertThat(backends.get("one").backend().labels()).isEqualTo(Map.of("region", "eu", "data_class", "open"));
    }

    @Test
    @Tag("PR10")
    @Tag("C20")
    void leavesAConfiguredBackendToItsFile() {
        backends.configure(List.of(configured("one")), _ -> "company.yaml:3");

        assertRefused(() -> backends.edit("one", new Draft().models("m").make()), "config_owned");
        assertRefused(() -> backends.delete("one"), "config_owned");
        assertRefused(() -> backends.create("one", draft("https://a.example", CANARY, List.of())), "backend_exists");
        assertThatThrownBy(() -> backends.delete("one"))
                .extracting(refused -> ((RefusedException) refused).refusal().toString())
                .asString()
                .contains("company.yaml:3");
    }

    @ParameterizedTest
    @Tag("M01")
    @Tag("M05")
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://[fe80::1]",
                "http://[::ffff:169.254.169.254]",
                "http://0.0.0.0",
                "http://[::]",
                "http://224.0.0.1",
                "http://metadata.google.internal",
                "http://100.100.100.200",
                "http://[fd00:ec2::254]",
                "http://2130706433",
                "http://0x7f000001",
                "http://0177.0.0.1",
                "http://127.1",
                "http://good@evil",
                "http://evil#@good",
                "http://good\\evil",
                "http://good.",
                "http://a:0",
                "http://a:65536",
                "ftp://a",
                "http://a b",
                "http://a?x=1",
                "/v1",
                ""
            })
    void refusesAddressesThatAreNoUpstream(String url) {
        assertThatThrownBy(() -> backends.create(
                        "odd", new Draft().kind("openai").address(url).make()))
                .isInstanceOf(RefusedException.class)
                .extracting(refused -> ((BadRequest) ((RefusedException) refused).refusal()).param())
                .isEqualTo("base_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:11434", "http://[::1]:8000", "http://192.168.1.7", "http://gpu-box:1234/x"})
    void takesUpstreamsOfThisMachineAndItsNetwork(String url) {
        assertThat(backends.create(
                                "near", new Draft().kind("openai").address(url).make())
                        .backend()
                        .baseUrl())
                .isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @Tag("M13")
    @ValueSource(strings = {"Host", "Authorization", "Content-Length", "Metadata-Flavor", "bad name", "x-api-key"})
    void refusesHeadersThatAreNotForOperators(String name) {
        BackendDraft draft = draft("https://a.example", CANARY, List.of(new Header(name, "v")));

        assertRefused(() -> backends.create("odd", draft), "invalid_value");
    }

    private List<String> names() {
        return backends.all().stream()
                .map(one -> one.name() + "/" + one.backend().source() + "/" + one.place())
                .toList();
    }

    private ManagedBackends backends(String masterKey, BackendTerms terms) {
        Seal seal = new Seal(MasterKeys.parse(Secret.of(masterKey)), Use.PROVIDER_CREDENTIAL, new SecureRandom());
        return new ManagedBackends(
                database.database(),
                seal,
                List.of(
                        new ProviderKind(
                                provider("openai"), Optional.of(URI.create("https://api.usual.example")), true),
                        new ProviderKind(provider("openai_compatible"), Optional.empty(), false)),
                () -> terms,
                CLOCK);
    }

    private static Provider provider(String kind) {
        return new OpenAiCompatible(kind, "A vendor.", "http://127.0.0.1", Quirks.NONE);
    }

    private static Backend configured(String name) {
        return new Backend(
                name,
                "openai",
                URI.create("https://" + name + ".example"),
                new Credential.Own(CANARY),
                List.of(TEAM),
                List.of(),
                Map.of(),
                List.of(),
                Duration.ofSeconds(9),
                false,
                true,
                Map.of("region", "eu", "data_class", "open"),
                Backend.CONFIG);
    }

    private static BackendDraft draft(String url, Secret key, List<Header> headers) {
        return new Draft()
                .kind("openai")
                .address(url)
                .key(key.reveal())
                .headers(headers)
                .make();
    }

    private static void assertRefused(Runnable work, String code) {
        assertThatThrownBy(work::run).isInstanceOf(RefusedException.class).hasMessage(code);
    }
}
