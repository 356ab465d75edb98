package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.HashMap;
import java.util.Map;

/// International bank account numbers: of a country that has them, of its length, with right check digits.
///
/// Source: ISO 13616; the lengths of the registry of SWIFT.
final class Iban implements Recogniser {
    private static final Map<String, Integer> LENGTHS = lengths("NO15 BE16 DK18 FI18 FO18 GL18 NL18 MK19 SI19 AT20 BA20"
            + " EE20 KZ20 LT20 LU20 XK20 CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23"
            + " GI23 IL23 IQ23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 PT25 ST25 IS26 TR26 FR27"
            + " GR27 IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 EG28 GT28 HU28 LB28 NI28 PL28 SV28 BR29 PS29 QA29"
            + " JO30 KW30 MU30 MT31 SC31 LC32");

    @Override
    public String kind() {
        return "iban";
    }

    @Override
    public boolean beginsWith(char first) {
        return Window.isLetter(first);
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return Window.isLetter(second);
    }

    @Override
    public int end(Window text, int at) {
        if (!Window.isLetter(text.at(at + 1)) || !Window.isDigit(digit(text, at + 2))) {
            return NOTHING;
        }
        String country = "" + (char) (text.small(at) - 32) + (char) (text.small(at + 1) - 32);
        Integer length = LENGTHS.get(country);
        if (length == null) {
            return NOTHING;
        }
        int[] signs = new int[length];
        int count = 0;
        int place = at;
        while (count < length) {
            int sign = text.small(place++);
            if (Window.isWord(sign)) {
                signs[count++] = sign;
            } else if ((sign != ' ' && sign != '-') || !Window.isWord(text.at(place))) {
                return NOTHING;
            }
        }
        return text.isEdge(place) && isChecked(signs) ? place : NOTHING;
    }

    private static int digit(Window text, int place) {
        int sign = text.at(place);
        return sign == ' ' ? text.at(place + 1) : sign;
    }

    private static boolean isChecked(int[] signs) {
        int rest = 0;
        for (int i = 0; i < signs.length; i++) {
            int sign = signs[(i + 4) % signs.length];
            rest = Window.isDigit(sign) ? (rest * 10 + sign - '0') % 97 : (rest * 100 + sign - 'a' + 10) % 97;
        }
        return rest == 1;
    }

    private static Map<String, Integer> lengths(String written) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : written.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
