package io.sallyport.mail;

/// Why a mail server did not take a message, in words for operators without anything secret.
public final class MailFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Without a stack trace: what the server said is all there is to know.
    public MailFailure(String message) {
        super(message, null, false, false);
    }
}
