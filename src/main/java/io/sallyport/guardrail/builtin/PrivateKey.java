package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;

/// Private keys between the lines `BEGIN` and `END` of PEM, also without the second.
///
/// Source: RFC 7468.
final class PrivateKey implements Recogniser {
    private static final String DASHES = "-----";
    private static final String BEGIN = DASHES + "begin ";
    private static final String END = DASHES + "end ";
    private static final String WHAT = "private key";
    private static final int LONGEST_LABEL = 40;

    @Override
    public String kind() {
        return "secret.private_key";
    }

    @Override
    public boolean beginsWith(char first) {
        return first == '-';
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return second == '-';
    }

    @Override
    public int end(Window text, int at) {
        if (text.at(at - 1) == '-' || !text.stands(BEGIN, at)) {
            return NOTHING;
        }
        boolean secret = false;
        int place = at + BEGIN.length();
        for (int from = place; place - from < LONGEST_LABEL && isLabel(text.at(place)); place++) {
            secret |= text.stands(WHAT, place);
        }
        return secret && text.stands(DASHES, place) ? rest(text, place + DASHES.length()) : NOTHING;
    }

    @Override
    public int rest(Window text, int at) {
        for (int begun = at - LONGEST_LABEL; begun < at; begun++) {
            if (text.stands(END, begun)) {
                return Math.max(at, afterLabel(text, begun + END.length()));
            }
        }
        int place = at;
        while (isBody(text.at(place))) {
            if (text.stands(END, place)) {
                return afterLabel(text, place + END.length());
            }
            place++;
        }
        return place;
    }

    private static int afterLabel(Window text, int at) {
        int place = at;
        while (isLabel(text.at(place))) {
            place++;
        }
        while (text.at(place) == '-') {
            place++;
        }
        return place;
    }

    private static boolean isLabel(int sign) {
        return Window.isLetter(sign) || sign == ' ';
    }

    /// Lines may end as such, or as the two signs that stand for it in a string.
    private static boolean isBody(int sign) {
        return Window.isWord(sign) || (sign != Window.NOTHING && "+/=-\\ \n\r\t:,".indexOf(sign) >= 0);
    }
}
