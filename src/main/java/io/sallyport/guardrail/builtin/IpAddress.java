package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;

/// IPv4 and IPv6 addresses of machines that could be somebody's: not of this one, and not of all.
///
/// Source: RFC 791; RFC 4291, 2.2.
final class IpAddress implements Recogniser {
    private static final int LONGEST_SIX = 45;
    private static final int GROUPS = 8;

    @Override
    public String kind() {
        return "ip_address";
    }

    @Override
    public boolean beginsWith(char first) {
        return isHex(first) || first == ':';
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return isHex(second) || second == ':' || (second == '.' && Window.isDigit(first));
    }

    @Override
    public int end(Window text, int at) {
        int four = Window.isDigit(text.at(at)) ? four(text, at) : NOTHING;
        return four != NOTHING ? four : six(text, at);
    }

    private static int four(Window text, int at) {
        if (text.at(at - 1) == '.' && Window.isDigit(text.at(at - 2))) {
            return NOTHING;
        }
        int place = at;
        int first = 0;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int from = place;
            while (place - from < 3 && Window.isDigit(text.at(place))) {
                value = value * 10 + text.at(place++) - '0';
            }
            if (place == from || value > 255 || (part < 3 && text.at(place++) != '.')) {
                return NOTHING;
            }
            first = part == 0 ? value : first;
        }
        boolean goesOn = text.at(place) == '.' && Window.isDigit(text.at(place + 1));
        return goesOn || !text.isEdge(place) || first == 0 || first == 127 || text.stands("255.255.255.255", at)
                ? NOTHING
                : place;
    }

    private static int six(Window text, int at) {
        if (text.at(at - 1) == ':') {
            return NOTHING;
        }
        int place = at;
        int groups = 0;
        int inGroup = 0;
        int digits = 0;
        boolean gap = false;
        for (int sign = text.at(place); isHex(sign) || sign == ':'; sign = text.at(++place)) {
            if (place - at > LONGEST_SIX || inGroup > 4) {
                return NOTHING;
            }
            if (sign != ':') {
                groups += inGroup == 0 ? 1 : 0;
                inGroup++;
                digits += Window.isDigit(sign) ? 1 : 0;
            } else if (inGroup == 0 && place > at) {
                if (gap || text.at(place - 1) != ':') {
                    return NOTHING;
                }
                gap = true;
            } else {
                inGroup = 0;
            }
        }
        int end = text.at(place - 1) == ':' && text.at(place - 2) != ':' ? place - 1 : place;
        boolean four = text.at(place) == '.' && Window.isDigit(text.at(place + 1));
        boolean whole = inGroup <= 4 && !Window.isLetter(text.at(place)) && !four;
        boolean means = gap ? groups >= 2 && groups < GROUPS && digits > 0 : groups == GROUPS;
        return whole && means ? end : NOTHING;
    }

    private static boolean isHex(int sign) {
        int small = sign | 0x20;
        return Window.isDigit(sign) || (small >= 'a' && small <= 'f');
    }
}
