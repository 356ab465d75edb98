package io.sallyport.app.settings;

import io.sallyport.alert.AlertRules;
import io.sallyport.alert.AlertSettings;
import io.sallyport.alert.ProviderAlertSettings;
import io.sallyport.alert.SummaryRhythm;
import io.sallyport.alert.WebhookSettings;
import io.sallyport.crypto.WebhookSigner;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import io.sallyport.mail.MailAddress;
import io.sallyport.mail.SmtpSettings;
import io.sallyport.mail.SmtpSettings.Login;
import io.sallyport.mail.SmtpSettings.Security;
import io.sallyport.mail.SmtpSettings.Tls;
import io.sallyport.mail.SmtpSettings.Trust;
import io.sallyport.transport.AddressRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Declares `alerts`.
///
/// Source: requirements LI14 to LI17, LI33.
final class AlertSection {
    static final Kind<MailAddress> ADDRESS = text("e-mail address", "ops@example.com", MailAddress::new);
    static final Kind<AddressRange> NETWORK = text("network", "10.0.0.0/8", AddressRange::parse);
    private static final Kind<Duration> LONG = Kind.duration(Duration.ofSeconds(1), Duration.ofDays(366));
    private static final Kind<Duration> SHORT = Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(1));
    private static final Kind<Integer> SHARE = share();

    private AlertSection() {}

    static AlertSettings read(Section alerts) {
        AlertSettings settings = new AlertSettings(
                alerts.key("enabled", "Watches limits and backends, and tells people.")
                        .on(),
                alerts.key("check_interval", "Time between two looks.")
                        .or(Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)), AlertSettings.USUAL_INTERVAL),
                usual(alerts),
                alerts.key("max_retries", "Further attempts to tell somebody who was not reached.")
                        .or(Kind.number(0, 20), AlertSettings.USUAL_RETRIES),
                alerts.section("smtp", "The mail server; without a host there are no mails.", AlertSection::smtp),
                alerts.section("webhook", "How webhooks are sent.", AlertSection::webhook),
                alerts.section("providers", "What is asked of every backend.", AlertSection::providers),
                alerts.key(
                                "forecast_after",
                                "Tells of a limit that will be used up before its window ends, once this part of "
                                        + "the window is over; left out, never.")
                        .optional(SHARE),
                alerts.key("summaries", "Tells what was spent when a day, week or month is over.")
                        .or(Kind.choice(SummaryRhythm.class), SummaryRhythm.NEVER));
        check(alerts, settings);
        return settings;
    }

    private static AlertRules usual(Section alerts) {
        return new AlertRules(
                alerts.key("cooldown", "How long the same is not said again; a worse level is said at once.")
                        .or(LONG, AlertRules.USUAL_COOLDOWN),
                alerts.key("emails", "Who gets mails.").oneOrMore(ADDRESS, List.of()),
                alerts.key("webhooks", "Where alerts are posted to as JSON.").oneOrMore(Kind.HTTP_URL, List.of()));
    }

    private static Optional<SmtpSettings> smtp(Section smtp) {
        smtp.retired("use_tls", "tls");
        Optional<String> host = smtp.key("host", "Its name or address.").optional(Kind.TEXT);
        int port = smtp.key("port", "587 for STARTTLS, usually 465 for implicit TLS.")
                .or(Kind.number(1, 65_535), SmtpSettings.USUAL_PORT);
        Optional<Login> login = login(smtp);
        Optional<MailAddress> from = smtp.key("from", "Who mails come from.").optional(ADDRESS);
        Tls tls = smtp.key("tls", "starttls and implicit send nothing without TLS; none is for this machine.")
                .or(Kind.choice(Tls.class), Tls.STARTTLS);
        boolean skip = smtp.key("skip_tls_verify", "Takes any certificate of the server.")
                .off();
        Duration patience =
                smtp.key("connect_timeout", "Time for the connection.").or(SHORT, SmtpSettings.USUAL_CONNECT_TIMEOUT);
        if (host.isPresent() && from.isEmpty()) {
            smtp.problem("from", "is missing; there is a host");
        }
        if (host.isPresent() && skip) {
            smtp.notice(smtp.path() + ".skip_tls_verify: whoever is on the way to the mail server can read along");
        }
        return host.map(name -> new SmtpSettings(
                name,
                port,
                login,
                from.orElse(ADDRESS.sample()),
                new Security(tls, skip ? Trust.ANY_CERTIFICATE : Trust.VERIFY),
                patience));
    }

    private static Optional<Login> login(Section smtp) {
        Optional<String> name = smtp.key("username", "Our name at the server; none for no login.")
                .optional(Kind.TEXT);
        Optional<Secret> password =
                smtp.key("password", "Our password at the server.").secret();
        if (name.isPresent() != password.isPresent()) {
            smtp.problem(name.isPresent() ? "password" : "username", "is missing; a login is both");
        }
        return name.flatMap(known -> password.map(secret -> new Login(known, secret)));
    }

    private static WebhookSettings webhook(Section webhook) {
        List<Secret> secrets = secrets(
                webhook,
                "What webhooks are signed with, as Standard Webhooks says: whsec_ and Base64, or 24 characters"
                        + " and more. Two while receivers change from one to the other.");
        return new WebhookSettings(
                webhook.key("timeout", "From sending to the end of the answer.")
                        .or(SHORT, WebhookSettings.USUAL_TIMEOUT),
                secrets,
                webhook.key(
                                "allowed_networks",
                                "Addresses webhooks may go to although they are not public, such as 10.1.0.0/16.")
                        .oneOrMore(NETWORK, List.of()));
    }

    /// What the messages of a webhook are signed with.
    static List<Secret> secrets(Section webhook, String doc) {
        List<Secret> secrets = webhook.key("secrets", doc).oneOrMore(Kind.SECRET, List.of());
        for (Secret secret : secrets) {
            try {
                WebhookSigner.check(secret);
            } catch (IllegalArgumentException e) {
                webhook.problem("secrets", "holds one that is too short, or is whsec_ without valid Base64");
            }
        }
        return secrets;
    }

    private static ProviderAlertSettings providers(Section providers) {
        ProviderAlertSettings usual = ProviderAlertSettings.DEFAULT;
        return new ProviderAlertSettings(
                providers
                        .key("error_rate", "Failed part of a backend's attempts from which on there is an alert.")
                        .optional(SHARE),
                providers
                        .key("p95", "Time that 95 of 100 calls of a backend must not exceed.")
                        .optional(LONG),
                providers
                        .key("window", "The time that is looked at.")
                        .or(Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)), usual.window()),
                providers
                        .key("minimum_calls", "With fewer calls in that time nothing is concluded.")
                        .or(Kind.number(1, 1_000_000), usual.minimumCalls()));
    }

    private static void check(Section alerts, AlertSettings settings) {
        if (!settings.usual().emails().isEmpty() && settings.smtp().isEmpty()) {
            alerts.problem("smtp.host", "is missing; there are emails");
        }
        if (!settings.usual().webhooks().isEmpty()
                && settings.webhook().secrets().isEmpty()) {
            alerts.notice(alerts.path() + ".webhook.secrets: without one, receivers cannot tell who posts to them");
        }
    }

    /// A part between 0 and 1 in thousandths.
    private static Kind<Integer> share() {
        Kind<BigDecimal> decimal = Kind.decimal(3);
        return new Kind<>(
                decimal.schema(),
                1000,
                text -> thousandths(decimal.parse().apply(text)),
                share -> BigDecimal.valueOf(share, 3).stripTrailingZeros().toPlainString());
    }

    private static int thousandths(BigDecimal share) {
        if (share.signum() == 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("must be a part of one such as 0.8");
        }
        return share.movePointRight(3).intValueExact();
    }

    private static <T> Kind<T> text(String title, String sample, Function<String, T> parse) {
        return new Kind<>(
                Json.object().put("title", title).put("type", "string").toJson(),
                parse.apply(sample),
                parse,
                Object::toString);
    }
}
