package io.sallyport.guardrail.builtin;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.List;

/// Phone numbers that exist in the numbering plan of their country.
///
/// A number without a country is read as one of the given regions, and only where it looks like a phone number:
/// it begins with a zero or a bracket, is grouped in threes, or a word such as "phone" stands before it.
final class PhoneNumber implements Recogniser {
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    private static final int LONGEST = 28;
    private static final int MOST_TRIES = 4;

    /// What can stand between digits.
    private static final String JOINING = "+() -./";

    /// A bracket and an area code.
    private static final int LONGEST_AREA = 6;

    private static final List<String> WORDS = List.of(
            "phone",
            "tel",
            "telephone",
            "mobile",
            "cell",
            "call",
            "fax",
            "sms",
            "whatsapp",
            "text",
            "ring",
            "dial",
            "telefon",
            "handy",
            "mobil",
            "anrufen",
            "rufnummer",
            "telefono",
            "portable",
            "movil",
            "cellulare",
            "telefoon",
            "numer",
            "telefone",
            "celular");

    private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    private final List<String> regions;

    /// @param regions countries of two letters, in the order in which they are tried
    PhoneNumber(List<String> regions) {
        this.regions = List.copyOf(regions);
    }

    @Override
    public String kind() {
        return "phone";
    }

    @Override
    public boolean beginsWith(char first) {
        return Window.isDigit(first) || first == '+' || first == '(';
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return Window.isDigit(second) || JOINING.indexOf(second) >= 0;
    }

    @Override
    public int end(Window text, int at) {
        if (goesOnFromBefore(text, at)) {
            return NOTHING;
        }
        int[] groups = new int[LONGEST];
        int count = 0;
        int digits = 0;
        int place = at;
        while (place - at < LONGEST && digits <= MOST_DIGITS) {
            int sign = text.at(place);
            if (Window.isDigit(sign)) {
                digits++;
                if (!Window.isDigit(text.at(place + 1))) {
                    groups[count++] = place + 1;
                }
            } else if (!joins(text, at, place)) {
                break;
            }
            place++;
        }
        boolean international = text.at(at) == '+' || text.stands("00", at);
        if (count == 0 || digits < FEWEST_DIGITS || (!international && !looksLikePhone(text, at, groups, count))) {
            return NOTHING;
        }
        return longest(text, at, groups, count);
    }

    /// A number is looked at from its beginning, not from each of its groups.
    private static boolean goesOnFromBefore(Window text, int at) {
        int before = text.at(at - 1);
        return before == '+' || ((before == '-' || before == '.' || before == '/') && Window.isDigit(text.at(at - 2)));
    }

    private static boolean joins(Window text, int at, int place) {
        int sign = text.at(place);
        int next = text.at(place + 1);
        return switch (sign) {
            case '+' -> place == at && (Window.isDigit(next) || next == '(');
            case '(' -> Window.isDigit(next) || next == '+';
            case ')' -> Window.isDigit(next) || next == ' ' || next == '-';
            case ' ' -> Window.isDigit(next) || next == '(' || next == '-' || next == '/';
            case '-', '.', '/' -> Window.isDigit(next) || (next == ' ' && text.at(place - 1) == ' ');
            default -> false;
        };
    }

    private boolean looksLikePhone(Window text, int at, int[] groups, int count) {
        int first = text.at(at);
        boolean grouped = count >= 3 && groups[0] - at == 3 && groups[1] - groups[0] >= 4 && count <= 5;
        boolean one = count >= 4 && first == '1' && groups[0] - at == 1 && groups[1] - groups[0] >= 4;
        boolean area = first == '(' && text.at(groups[0]) == ')' && groups[0] - at <= LONGEST_AREA;
        boolean trunk = first == '0' && groups[0] - at >= 2;
        boolean ends = !Window.isDigit(text.at(groups[count - 1] + 1));
        return area || trunk || grouped || one || (ends && text.hasBefore(WORDS, at));
    }

    private int longest(Window text, int at, int[] groups, int count) {
        for (int i = count - 1; i >= Math.max(0, count - MOST_TRIES); i--) {
            int end = groups[i];
            if (text.isEdge(end) && isNumber(text.text(at, end))) {
                return end;
            }
        }
        return NOTHING;
    }

    private boolean isNumber(String written) {
        String international = written.startsWith("00") ? "+" + written.substring(2) : written;
        if (international.contains("+")) {
            return isNumber(international, "ZZ");
        }
        return regions.stream().anyMatch(region -> isNumber(written, region));
    }

    private boolean isNumber(String written, String region) {
        try {
            return plans.isValidNumber(plans.parse(written, region));
        } catch (NumberParseException notOne) {
            return false;
        }
    }
}
