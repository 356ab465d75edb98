package io.sallyport.app.settings;

import io.sallyport.certificate.CertificateSettings;
import io.sallyport.certificate.CertificateSettings.Authority;
import io.sallyport.certificate.CertificateSettings.Proving;
import io.sallyport.certificate.CertificateSettings.Proving.OverDns;
import io.sallyport.certificate.CertificateSettings.Proving.OverHttp;
import io.sallyport.crypto.WebhookSigner;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Declares `server.acme`.
final class AcmeSection {
    private static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");
    private static final String DOMAIN_FORM =
            "(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";
    private static final Kind<String> DOMAIN = new Kind<>(
            Json.object()
                    .put("title", "domain")
                    .put("type", "string")
                    .put("pattern", "^" + DOMAIN_FORM + "$")
                    .toJson(),
            "ai.example.com",
            AcmeSection::domain,
            domain -> domain);

    private AcmeSection() {}

    static Optional<CertificateSettings> read(Section acme) {
        List<String> domains = acme.key(
                        "domains",
                        "Names the certificate is for; none: it is not ordered. *.example.com needs dns_hook.")
                .list(DOMAIN);
        boolean accepted = acme.key("accept_terms", "Whether you agree to the terms of the authority.")
                .off();
        Authority authority = authority(acme);
        Proving proving = proving(acme);
        CertificateSettings settings = new CertificateSettings(
                authority,
                domains,
                proving,
                acme.key("client_ca", "As in server.tls.").secret(),
                acme.key("http2", "As in server.tls.").on());
        if (domains.isEmpty()) {
            return Optional.empty();
        }
        check(acme, settings);
        if (!accepted) {
            acme.problem("accept_terms", "must be true: the authority issues certificates under its terms only");
        }
        return Optional.of(settings);
    }

    private static Authority authority(Section acme) {
        return new Authority(
                acme.key("directory", "Where the authority begins. Default: Let's Encrypt.")
                        .or(Kind.HTTP_URL, LETS_ENCRYPT),
                acme.key(
                                "directory_ca",
                                "PEM of authorities that sign the directory's own certificate, in a house"
                                        + " with its own.")
                        .secret(),
                acme.key("email", "Where the authority may write to.").optional(Kind.TEXT));
    }

    private static Proving proving(Section acme) {
        OverHttp plain = new OverHttp(
                acme.key("http_host", "Address of the listener in the clear that proves domains.")
                        .or(Kind.TEXT, "0.0.0.0"),
                acme.key("http_port", "Its port; the authority asks at port 80 of each domain.")
                        .or(Kind.PORT, 80));
        Optional<URI> hook = acme.key(
                        "dns_hook", "Program that sets DNS records; domains are proven by these instead of by HTTP.")
                .optional(Kind.HTTP_URL);
        Optional<Secret> secret = acme.key("dns_hook_secret", "What its messages are signed with.")
                .secret();
        try {
            secret.ifPresent(WebhookSigner::check);
        } catch (IllegalArgumentException e) {
            acme.problem("dns_hook_secret", String.valueOf(e.getMessage()));
        }
        return hook.<Proving>map(url -> new OverDns(url, secret)).orElse(plain);
    }

    private static void check(Section acme, CertificateSettings settings) {
        if (!"https".equals(settings.authority().directory().getScheme())) {
            acme.problem("directory", "must be reached by https");
        }
        boolean anyStar = settings.domains().stream().anyMatch(domain -> domain.startsWith("*"));
        if (anyStar && settings.proving() instanceof OverHttp) {
            acme.problem("domains", "names with a star are proven by dns_hook only");
        }
    }

    private static String domain(String text) {
        if (!text.matches(DOMAIN_FORM)) {
            throw new IllegalArgumentException("must be a domain such as ai.example.com");
        }
        return text;
    }
}
