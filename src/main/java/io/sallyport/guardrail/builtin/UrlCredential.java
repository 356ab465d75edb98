package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;

/// Name and password inside a URL: `https://name:password@host`.
///
/// Source: RFC 3986, 3.2.1.
final class UrlCredential implements Recogniser {
    private static final int LONGEST = 200;

    @Override
    public String kind() {
        return "secret.url";
    }

    @Override
    public boolean beginsWith(char first) {
        return Window.isWord(first);
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return second > ' ' && second != '/' && second != '"';
    }

    @Override
    public int end(Window text, int at) {
        if (!text.stands("://", at - 3)) {
            return NOTHING;
        }
        int colon = NOTHING;
        for (int place = at; place - at < LONGEST; place++) {
            int sign = text.at(place);
            if (sign == '@') {
                return colon == NOTHING || place - colon < 2 ? NOTHING : place;
            }
            if (sign <= ' ' || sign == '/' || sign == '"') {
                return NOTHING;
            }
            colon = sign == ':' && colon == NOTHING ? place : colon;
        }
        return NOTHING;
    }
}
