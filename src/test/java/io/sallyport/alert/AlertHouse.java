package io.sallyport.alert;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sallyport.alert.Standing.LastUse;
import io.sallyport.alert.Standing.Metric;
import io.sallyport.alert.Standing.State;
import io.sallyport.alert.Standing.Window;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.mail.MailAddress;
import io.sallyport.mail.SmtpSettings;
import io.sallyport.mail.SmtpSettings.Security;
import io.sallyport.mail.SmtpSettings.Tls;
import io.sallyport.mail.SmtpSettings.Trust;
import io.sallyport.net.AddressRules;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.AddressRange;
import io.sallyport.transport.EventLoops;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The alert room with a mail server, a receiver of webhooks and a clock by hand.
///
/// Threads: one test thread.
final class AlertHouse implements AutoCloseable {
    static final AlertWishes USUAL = new AlertWishes(800, Optional.empty(), List.of(), List.of());
    static final Secret SECRET = Secret.of("whsec_c2VjcmV0LWNhbmFyeS0wODE1LXNlY3JldA==");
    static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    static final Instant NEXT_MONDAY = Instant.parse("2026-03-09T00:00:00Z");

    final HandClock clock = HandClock.at("2026-03-02T12:00:00Z");
    GreenMail mails = mailServer(0);
    final ScriptedUpstream receiver = ScriptedUpstream.start().always(Script.json(200, "{}"));
    final Alerts alerts;
    private final TestDatabase database = TestDatabase.migrated();
    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds = new Outbounds(
            loops, OutboundSettings.DEFAULT, AddressRules.publicOr(List.of(AddressRange.parse("127.0.0.1"))));

    private final int mailPort;

    AlertHouse() {
        mails.start();
        mailPort = mails.getSmtp().getPort();
        alerts = new Alerts(database.database());
    }

    AlertRules rules() {
        return new AlertRules(
                Duration.ofMinutes(90),
                List.of(new MailAddress("ops@example.com")),
                List.of(receiver.url().resolve("/hooks/budget")));
    }

    AlertSettings settings() {
        return new AlertSettings(
                true,
                Duration.ofSeconds(30),
                rules(),
                3,
                Optional.of(new SmtpSettings(
                        "127.0.0.1",
                        mailPort,
                        Optional.empty(),
                        new MailAddress("gateway@example.com"),
                        new Security(Tls.NONE, Trust.VERIFY),
                        Duration.ofSeconds(30))),
                new WebhookSettings(Duration.ofSeconds(30), List.of(SECRET), List.of()),
                ProviderAlertSettings.DEFAULT,
                Optional.of(100),
                SummaryRhythm.WEEK);
    }

    private static GreenMail mailServer(int port) {
        return new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    /// A stopped mail server comes back where it was, with empty mailboxes.
    void restartMails() {
        mails = mailServer(mailPort);
        mails.start();
    }

    /// What one instance does; several share the database.
    Deliveries deliveries() {
        return new Deliveries(alerts, this::settings, outbounds, clock);
    }

    /// Looks at limits once and sends, as an instance does that has just started and remembers nothing.
    void round(Standing... standings) {
        new BudgetAlerts(alerts, () -> List.of(standings), this::settings, clock).check();
        deliveries().sendDue();
    }

    /// A weekly budget of 150 dollars.
    static Standing budget(String dollarsUsed) {
        return budget(dollarsUsed, new Window(Optional.of(MONDAY), Optional.of(NEXT_MONDAY)), USUAL);
    }

    static Standing budget(String dollarsUsed, Window window, AlertWishes wishes) {
        return budget(dollarsUsed, State.OPEN, window, wishes);
    }

    static Standing budget(String dollarsUsed, State state, Window window, AlertWishes wishes) {
        return new Standing(
                "limit-1",
                "Demo weekly",
                "tenant",
                "demo",
                Optional.of(new TenantId("demo")),
                Metric.COST,
                pico("150"),
                pico(dollarsUsed),
                state,
                window,
                Optional.empty(),
                new LastUse(Optional.of("sk-demo"), Optional.of("chat")),
                wishes);
    }

    /// The weekly budget while it will be used up by some moment.
    static Standing budgetUntil(String dollarsUsed, Instant runsOut) {
        Standing lasting = budget(dollarsUsed);
        return new Standing(
                lasting.limit(),
                lasting.name(),
                lasting.scope(),
                lasting.subject(),
                lasting.tenant(),
                lasting.metric(),
                lasting.amount(),
                lasting.used(),
                lasting.state(),
                lasting.window(),
                Optional.of(runsOut),
                lasting.last(),
                lasting.wishes());
    }

    private static BigInteger pico(String dollars) {
        return new BigDecimal(dollars).movePointRight(12).toBigIntegerExact();
    }

    int mailCount() {
        return mails.getReceivedMessages().length;
    }

    int hookCount() {
        return receiver.requests().size();
    }

    RaisedAlert newest() {
        return alerts.list(all(), Optional.empty(), 10).alerts().getFirst();
    }

    static AlertFilter all() {
        return new AlertFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    URI hook() {
        return rules().webhooks().getFirst();
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        outbounds.close();
        loops.close();
        receiver.close();
        mails.stop();
        database.close();
    }
}
