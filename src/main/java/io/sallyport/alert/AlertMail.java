package io.sallyport.alert;

import io.sallyport.mail.Mail;
import io.sallyport.mail.MailAddress;
import java.util.stream.Collectors;

/// What a mail about an alert says.
final class AlertMail {
    private AlertMail() {}

    static Mail of(Alert alert, MailAddress to) {
        return new Mail(
                alert.id() + "." + Integer.toHexString(to.hashCode()), to, alert.title(), text(alert), html(alert));
    }

    private static String text(Alert alert) {
        return alert.facts().entrySet().stream()
                .map(fact -> fact.getKey() + ": " + line(fact.getValue()))
                .collect(Collectors.joining("\n", line(alert.title()) + "\n\n", "\n"));
    }

    /// A value that began a line of its own could say what we do not say.
    private static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    private static String html(Alert alert) {
        return alert.facts().entrySet().stream()
                .map(fact -> "<tr><th align=\"left\" style=\"padding-right:16px\">" + escaped(fact.getKey())
                        + "</th><td>" + escaped(fact.getValue()) + "</td></tr>\n")
                .collect(Collectors.joining(
                        "",
                        "<html><body style=\"font-family:sans-serif\">\n<h1 style=\"font-size:18px\">"
                                + escaped(alert.title()) + "</h1>\n<table>\n",
                        "</table>\n</body></html>\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
