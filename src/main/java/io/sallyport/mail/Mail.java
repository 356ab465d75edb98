package io.sallyport.mail;

/// One message to one person or list, as plain text and as HTML.
///
/// @param id unique; the same message sent twice has the same one, so that mailboxes can tell
/// @param subject one line; anything that would end the line becomes a space
/// @param text what programs without HTML show
public record Mail(String id, MailAddress to, String subject, String text, String html) {
    private static final int LONGEST_SUBJECT = 200;

    public Mail {
        subject = subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        subject = subject.length() > LONGEST_SUBJECT ? subject.substring(0, LONGEST_SUBJECT) : subject;
    }
}
