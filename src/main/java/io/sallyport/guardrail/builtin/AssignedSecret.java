package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.List;

/// What is given to a name that means a secret: `api_key = "..."`, `password: ...`.
///
/// It has letters and digits, and eight signs or more.
final class AssignedSecret implements Recogniser {
    private static final int FEWEST = 8;
    private static final int MOST_BETWEEN = 6;
    private static final String BETWEEN = "\"' \t=:>\\";

    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "passwort",
            "secret",
            "apikey",
            "api_key",
            "api-key",
            "api key",
            "token",
            "access_key",
            "access key",
            "accesskey",
            "account_key",
            "accountkey",
            "private_key",
            "client_secret",
            "auth_key",
            "bearer");

    @Override
    public String kind() {
        return "secret.assigned";
    }

    @Override
    public boolean beginsWith(char first) {
        return Window.isWord(first);
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return isValue(second);
    }

    @Override
    public int end(Window text, int at) {
        int name = nameEnd(text, at);
        if (name == NOTHING || !isNamed(text, name)) {
            return NOTHING;
        }
        int end = at;
        boolean digit = false;
        boolean letter = false;
        while (isValue(text.at(end))) {
            digit |= Window.isDigit(text.at(end));
            letter |= Window.isLetter(text.at(end));
            end++;
        }
        return digit && letter && end - at >= FEWEST ? end : NOTHING;
    }

    @Override
    public int rest(Window text, int at) {
        int end = at;
        while (isValue(text.at(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamed(Window text, int end) {
        for (String name : NAMES) {
            if (text.stands(name, end - name.length())) {
                return true;
            }
        }
        return false;
    }

    private static int nameEnd(Window text, int at) {
        int place = at;
        boolean assigned = false;
        while (at - place <= MOST_BETWEEN && text.at(place - 1) != NOTHING && isBetween(text.at(place - 1))) {
            place--;
            assigned |= text.at(place) == '=' || text.at(place) == ':';
        }
        return assigned || (place == at - 1 && text.stands("bearer", place - 6)) ? place : NOTHING;
    }

    private static boolean isBetween(int sign) {
        return BETWEEN.indexOf(sign) >= 0;
    }

    private static boolean isValue(int sign) {
        return Window.isWord(sign) || (sign != NOTHING && "_-.+/=~!@#$%^&*".indexOf(sign) >= 0);
    }
}
