package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;

/// Secrets that begin in a way of their own, such as `ghp_`.
///
/// @param kind such as `secret.github`
/// @param prefix what they begin with, in its case; two signs at least
/// @param rest signs that can follow
/// @param fewest of which at least so many do
/// @param most and at most so many
record SecretShape(String kind, String prefix, Signs rest, int fewest, int most) implements Recogniser {

    /// From here on it may go on behind the window, so its last sign says nothing.
    private static final int LONG = 300;

    static SecretShape of(String who, String prefix, Signs rest, int fewest, int most) {
        return new SecretShape("secret." + who, prefix, rest, fewest, most);
    }

    @Override
    public boolean beginsWith(char first) {
        return first == prefix.charAt(0);
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return second == prefix.charAt(1);
    }

    @Override
    public int end(Window text, int at) {
        for (int i = 0; i < prefix.length(); i++) {
            if (text.at(at + i) != prefix.charAt(i)) {
                return NOTHING;
            }
        }
        int from = at + prefix.length();
        int end = from;
        boolean digits = false;
        while (rest.holds(text.at(end))) {
            digits |= Window.isDigit(text.at(end));
            end++;
        }
        while (end - from < LONG && end > from && !Window.isWord(text.at(end - 1)) && text.at(end - 1) != '=') {
            end--;
        }
        int count = end - from;
        return digits && count >= fewest && count <= most ? end : NOTHING;
    }

    @Override
    public int rest(Window text, int at) {
        int end = at;
        while (rest.holds(text.at(end))) {
            end++;
        }
        return end;
    }

    /// Signs that secrets are made of.
    enum Signs {
        LETTERS_AND_DIGITS(""),
        WORDS("_-"),
        TOKENS("_-."),
        BASE64("_-.+/=");

        private final String more;

        Signs(String more) {
            this.more = more;
        }

        boolean holds(int sign) {
            return Window.isWord(sign) || more.indexOf(sign) >= 0;
        }
    }
}
