package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificate.CertificateSettings;
import io.sallyport.certificate.CertificateSettings.Authority;
import io.sallyport.certificate.CertificateSettings.Proving.OverDns;
import io.sallyport.certificate.CertificateSettings.Proving.OverHttp;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcmeSectionTest {

    @Test
    void takesLetsEncryptAndPort80WhereNothingElseIsSaid() {
        Optional<CertificateSettings> acme = accepted(
                        read("server: {acme: {domains: [ai.example.com], accept_terms: true}}"))
                .value()
                .server()
                .acme();

        assertThat(acme)
                .contains(new CertificateSettings(
                        new Authority(
                                URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                                Optional.empty(),
                                Optional.empty()),
                        List.of("ai.example.com"),
                        new OverHttp("0.0.0.0", 80),
                        Optional.empty(),
                        true));
    }

    @Test
    void readsEveryWord() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        Optional<CertificateSettings> acme = accepted(
                        read("server: {acme: {domains: ['*.example.com'], accept_terms: true,"
                                + " directory: 'https://ca.example/dir', directory_ca: x, email: a@example.com,"
                                + " dns_hook: 'http://127.0.0.1:1/', dns_hook_secret: " + secret
                                + ", client_ca: y, http2: false}}"))
                .value()
                .server()
                .acme();

        assertThat(acme)
                .contains(new CertificateSettings(
                        new Authority(
                                URI.create("https://ca.example/dir"),
                                Optional.of(Secret.of("x")),
                                Optional.of("a@example.com")),
                        List.of("*.example.com"),
                        new OverDns(URI.create("http://127.0.0.1:1/"), Optional.of(Secret.of(secret))),
                        Optional.of(Secret.of("y")),
                        false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{domains: [a.example]}                                         | server.acme.accept_terms: must be true",
                "{domains: ['https://a'], accept_terms: true}                   | must be a domain such as",
                "{domains: ['*.a.example'], accept_terms: true}                 | names with a star are proven by dns_hook",
                "{domains: [a.example], directory: 'http://ca/', accept_terms: true} | server.acme.directory: must be",
                "{dns_hook_secret: short}                                       | server.acme.dns_hook_secret: must be"
            })
    void saysWhatIsWrong(String acme, String problem) {
        assertThat(problems(read("server: {acme: " + acme + "}")).toString()).contains(problem);
    }
}
