package io.sallyport.usage;

import io.sallyport.lang.Bytes;

/// How many tokens a prompt has at most, near enough to reserve money for it.
///
/// A token is at least three bytes of a JSON body on average, in every language that was looked at; many
/// kilobytes of base64 are a picture or a sound, of which models make far fewer tokens than its letters.
public final class PromptBound {
    private static final long BYTES_PER_TOKEN = 3;
    private static final int LONGEST_WORD = 4_096;
    /// What the field's models make of the largest picture.
    private static final long TOKENS_OF_A_BLOB = 3_000;

    private PromptBound() {}

    /// @param body of a request
    public static long tokens(Bytes body) {
        if (body.length() <= LONGEST_WORD) {
            return Math.ceilDiv(body.length(), BYTES_PER_TOKEN);
        }
        long text = 0;
        long blobs = 0;
        int wordStart = body.from();
        for (int at = body.from(); at <= body.to(); at++) {
            if (at == body.to() || endsWord(body.array()[at])) {
                int length = at - wordStart;
                if (length > LONGEST_WORD) {
                    blobs++;
                } else {
                    text += length;
                }
                text++;
                wordStart = at + 1;
            }
        }
        return Math.ceilDiv(text, BYTES_PER_TOKEN) + blobs * TOKENS_OF_A_BLOB;
    }

    private static boolean endsWord(byte letter) {
        return !((letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '+'
                || letter == '/'
                || letter == '-'
                || letter == '_'
                || letter == '=');
    }
}
