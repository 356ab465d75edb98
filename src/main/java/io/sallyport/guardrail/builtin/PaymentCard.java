package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;

/// Numbers of payment cards: of a known issuer, of its length, with a right check digit.
///
/// Source: ISO/IEC 7812-1, for the check digit; the issuers' public ranges.
final class PaymentCard implements Recogniser {
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int SHORTEST_GROUP = 3;

    @Override
    public String kind() {
        return "payment_card";
    }

    @Override
    public boolean beginsWith(char first) {
        return first >= '2' && first <= '6';
    }

    @Override
    public boolean beginsWith(char first, char second) {
        return Window.isDigit(second);
    }

    @Override
    public int end(Window text, int at) {
        int[] digits = new int[LONGEST];
        int count = 0;
        int group = 0;
        int end = NOTHING;
        for (int place = at; count < LONGEST; place++) {
            int sign = text.at(place);
            if (Window.isDigit(sign)) {
                digits[count++] = sign - '0';
                group++;
                if (count >= SHORTEST && text.isEdge(place + 1) && isCard(digits, count)) {
                    end = place + 1;
                }
            } else if ((sign == ' ' || sign == '-' || sign == '.') && group >= SHORTEST_GROUP) {
                group = 0;
            } else {
                break;
            }
        }
        return end;
    }

    private static boolean isCard(int[] digits, int count) {
        int head = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
        return isIssued(head, count) && Checksums.luhn(digits, count);
    }

    private static boolean isIssued(int head, int count) {
        return switch (head / 1000) {
            case 2 -> count == 16 && head >= 2221 && head <= 2720;
            case 3 -> isOfThree(head, count);
            case 4 -> count == 13 || count == 16 || count == 19;
            case 5 -> (head >= 5100 && head <= 5599 && count == 16) || isDebit(head, count);
            default -> isOfSix(head, count);
        };
    }

    private static boolean isOfThree(int head, int count) {
        boolean express = head / 100 == 34 || head / 100 == 37;
        boolean diners = head / 100 == 36 || head / 100 == 38 || head / 10 <= 305;
        boolean japan = head >= 3528 && head <= 3589;
        return (express && count == 15) || (diners && count >= 14) || (japan && count >= 16);
    }

    private static boolean isOfSix(int head, int count) {
        boolean discover = head == 6011 || head / 100 == 65 || (head >= 6440 && head <= 6499);
        boolean union = head / 100 == 62;
        return ((discover || union) && count >= 16) || isDebit(head, count);
    }

    private static boolean isDebit(int head, int count) {
        return switch (head) {
            case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> count >= SHORTEST;
            default -> false;
        };
    }
}
