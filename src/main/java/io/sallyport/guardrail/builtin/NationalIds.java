package io.sallyport.guardrail.builtin;

import static io.sallyport.guardrail.builtin.Checksums.luhn;
import static io.sallyport.guardrail.builtin.Checksums.mod11And10;
import static io.sallyport.guardrail.builtin.Checksums.number;
import static io.sallyport.guardrail.builtin.Checksums.weighted;

import java.util.List;

/// Numbers that states give to people, by country.
///
/// Source: what the states publish on the make-up of these numbers.
final class NationalIds {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// Values of letters and digits at odd places of an Italian tax code, digits first.
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
        22, 25, 24, 23
    };

    static final List<NationalId> ALL = List.of(
            NationalId.of("us", List.of("999=99=9999"), NationalIds::american),
            NationalId.of("us_plain", List.of("999999999"), NationalIds::american)
                    .after("ssn", "itin", "social security"),
            NationalId.of("ca", List.of("999-999-999"), n -> luhn(n, 9)).after("sin", "nas", "social insurance"),
            NationalId.of("gb", List.of("AA-99-99-99-A"), NationalIds::british),
            NationalId.of("gb_nhs", List.of("999-999-9999"), NationalIds::britishHealth)
                    .after("nhs"),
            NationalId.of("ie", List.of("9999999A", "9999999AA"), NationalIds::irish),
            NationalId.of("de", List.of("99-999-999-999"), NationalIds::german),
            NationalId.of("at", List.of("9999=999999"), NationalIds::austrian),
            NationalId.of("at_plain", List.of("9999999999"), NationalIds::austrian)
                    .after("svnr", "sozialversicherungsnummer", "versicherungsnummer"),
            NationalId.of("ch", List.of("999-9999-9999-99"), NationalIds::swiss),
            NationalId.of("fr", List.of("9-99-99-9X-999-999-99"), NationalIds::french),
            NationalId.of("es", List.of("99-999-999-A", "99999999-A"), NationalIds::spanish),
            NationalId.of("es_nie", List.of("A-9999999-A"), NationalIds::spanishForeigner),
            NationalId.of("pt", List.of("999-999-999"), NationalIds::portuguese).after("nif", "contribuinte"),
            NationalId.of("it", List.of("AAA-AAA-99A99-A999A"), NationalIds::italian),
            NationalId.of("nl", List.of("999999999", "9999=99=999", "999=999=999"), NationalIds::dutch)
                    .after("bsn", "burgerservicenummer", "sofinummer", "sofi"),
            NationalId.of("be", List.of("99-99-99-999-99"), NationalIds::belgian),
            NationalId.of("pl", List.of("99999999999"), NationalIds::polish),
            NationalId.of("se", List.of("999999=9999"), n -> isDate(n, 4, 2) && luhn(n, 10)),
            NationalId.of("no", List.of("999999-99999"), NationalIds::norwegian),
            NationalId.of("dk", List.of("999999-9999"), n -> isDate(n, 0, 2)).after("cpr", "personnummer"),
            NationalId.of("fi", List.of("999999=999X", "999999A999X"), NationalIds::finnish),
            NationalId.of("cz", List.of("999999=9999"), n -> number(n, 0, 10) % 11 == 0 && n[2] % 5 <= 1),
            NationalId.of("ro", List.of("9999999999999"), NationalIds::romanian),
            NationalId.of("tr", List.of("99999999999"), NationalIds::turkish),
            NationalId.of("br", List.of("999-999-999-99"), NationalIds::brazilian),
            NationalId.of("cl", List.of("99-999-999=X"), NationalIds::chilean),
            NationalId.of("mx", List.of("AAAA999999AAAAAAX9"), n -> isDate(n, 8, 6)),
            NationalId.of("in", List.of("9999=9999=9999"), n -> n[0] > 1 && verhoeff(n)),
            NationalId.of("in_plain", List.of("999999999999"), n -> n[0] > 1 && verhoeff(n))
                    .after("aadhaar", "uid"),
            NationalId.of("in_pan", List.of("AAAAA9999A"), n -> "abcfghjlptk".indexOf('a' + n[3] - 10) >= 0),
            NationalId.of("cn", List.of("99999999999999999X"), NationalIds::chinese),
            NationalId.of("kr", List.of("999999=9999999"), n -> isDate(n, 4, 2) && n[6] > 0 && n[6] < 9),
            NationalId.of("sg", List.of("A9999999A"), NationalIds::singaporean),
            NationalId.of("za", List.of("9999999999999"), n -> isDate(n, 4, 2) && n[10] < 2 && luhn(n, 13)),
            NationalId.of("au", List.of("999-999-999"), n -> weighted(n, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0)
                    .after("tfn", "tax file"));

    private NationalIds() {}

    private static boolean isDate(int[] n, int day, int month) {
        long ofMonth = number(n, day, day + 2);
        long ofYear = number(n, month, month + 2);
        return ofMonth >= 1 && ofMonth <= 31 && ofYear >= 1 && ofYear <= 12;
    }

    private static boolean american(int[] n) {
        long area = number(n, 0, 3);
        long group = number(n, 3, 5);
        boolean taxpayer = area >= 900 && group >= 50 && group != 89 && group != 93;
        return area != 0 && area != 666 && group != 0 && number(n, 5, 9) != 0 && (area < 900 || taxpayer);
    }

    private static boolean british(int[] n) {
        char first = (char) ('a' + n[0] - 10);
        char second = (char) ('a' + n[1] - 10);
        String prefix = "" + first + second;
        return "dfiquv".indexOf(first) < 0
                && "dfioquv".indexOf(second) < 0
                && !List.of("bg", "gb", "kn", "nk", "nt", "tn", "zz").contains(prefix)
                && n[8] <= 13;
    }

    private static boolean britishHealth(int[] n) {
        return (weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) + n[9]) % 11 == 0;
    }

    private static boolean irish(int[] n) {
        int second = n.length > 8 ? (n[8] - 9) * 9 : 0;
        int rest = (weighted(n, 8, 7, 6, 5, 4, 3, 2) + second) % 23;
        return n[7] == (rest == 0 ? 'w' - 'a' + 10 : rest + 9);
    }

    /// One of the first ten digits stands there twice or three times.
    private static boolean german(int[] n) {
        int[] times = new int[10];
        for (int i = 0; i < 10; i++) {
            times[n[i]]++;
        }
        int most = 0;
        int absent = 0;
        for (int count : times) {
            most = Math.max(most, count);
            absent += count == 0 ? 1 : 0;
        }
        return n[0] != 0 && (most == 2 || most == 3) && absent <= 2 && mod11And10(n, 11);
    }

    private static boolean austrian(int[] n) {
        return n[0] != 0 && isDate(n, 4, 6) && weighted(n, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == n[3];
    }

    private static boolean swiss(int[] n) {
        return number(n, 0, 3) == 756 && weighted(n, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
    }

    /// In Corsica the department is `2A` or `2B`, counted as 19 and 18.
    private static boolean french(int[] n) {
        boolean person = (n[0] == 1 || n[0] == 2 || n[0] == 7 || n[0] == 8) && number(n, 3, 5) > 0;
        if (n[6] > 9 && (n[5] != 2 || n[6] > 11)) {
            return false;
        }
        long department = n[6] == 10 ? 19 : n[6] == 11 ? 18 : number(n, 5, 7);
        long number = (number(n, 0, 5) * 100 + department) * 1_000_000 + number(n, 7, 13);
        return person && 97 - number % 97 == number(n, 13, 15);
    }

    private static boolean spanish(int[] n) {
        return SPANISH.charAt((int) (number(n, 0, 8) % 23)) == 'A' + n[8] - 10;
    }

    private static boolean spanishForeigner(int[] n) {
        int first = n[0] - 10 - ('x' - 'a');
        return first >= 0 && SPANISH.charAt((int) ((first * 10_000_000L + number(n, 1, 8)) % 23)) == 'A' + n[8] - 10;
    }

    private static boolean portuguese(int[] n) {
        int rest = 11 - weighted(n, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return n[8] == (rest > 9 ? 0 : rest);
    }

    private static boolean italian(int[] n) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int even = n[i] > 9 ? n[i] - 10 : n[i];
            sum += i % 2 == 0 ? ITALIAN_ODD[n[i]] : even;
        }
        return sum % 26 == n[15] - 10;
    }

    private static boolean dutch(int[] n) {
        return number(n, 0, 9) > 0 && weighted(n, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    }

    /// Who was born from 2000 on has a 2 put before.
    private static boolean belgian(int[] n) {
        long number = number(n, 0, 9);
        long check = number(n, 9, 11);
        return n[2] < 6 && (97 - number % 97 == check || 97 - (2_000_000_000L + number) % 97 == check);
    }

    private static boolean polish(int[] n) {
        long month = number(n, 2, 4) % 20;
        long day = number(n, 4, 6);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && weighted(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }

    private static boolean norwegian(int[] n) {
        return isDate(new int[] {n[0] % 4, n[1], n[2] % 4, n[3]}, 0, 2)
                && weighted(n, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                && weighted(n, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
    }

    private static boolean finnish(int[] n) {
        int last = n.length - 1;
        long number = number(n, 0, 6) * 1_000 + number(n, last - 3, last);
        char check = "0123456789abcdefhjklmnprstuvwxy".charAt((int) (number % 31));
        return isDate(n, 0, 2) && n[last] == Character.digit(check, 36);
    }

    private static boolean romanian(int[] n) {
        int rest = weighted(n, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return n[0] > 0 && isDate(n, 5, 3) && n[12] == (rest == 10 ? 1 : rest);
    }

    private static boolean turkish(int[] n) {
        int odd = weighted(n, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        int even = weighted(n, 0, 1, 0, 1, 0, 1, 0, 1);
        return n[0] != 0 && Math.floorMod(odd * 7 - even, 10) == n[9] && (odd + even + n[9]) % 10 == n[10];
    }

    private static boolean brazilian(int[] n) {
        boolean same = true;
        for (int i = 1; i < 11; i++) {
            same &= n[i] == n[0];
        }
        int first = weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = weighted(n, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return !same && first == n[9] && second == n[10];
    }

    private static boolean chilean(int[] n) {
        int rest = 11 - weighted(n, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return n[8] == (rest == 11 ? 0 : rest == 10 ? 'k' - 'a' + 10 : rest);
    }

    private static boolean chinese(int[] n) {
        int sum = weighted(n, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        int check = (12 - sum % 11) % 11;
        return isDate(n, 12, 10) && n[17] == (check == 10 ? 'x' - 'a' + 10 : check);
    }

    private static boolean singaporean(int[] n) {
        char first = (char) ('a' + n[0] - 10);
        int sum = weighted(new int[] {n[1], n[2], n[3], n[4], n[5], n[6], n[7]}, 2, 7, 6, 5, 4, 3, 2);
        String letters = switch (first) {
            case 's', 't' -> "jzihgfedcba";
            case 'f', 'g' -> "xwutrqpnmlk";
            default -> "";
        };
        int shift = first == 't' || first == 'g' ? 4 : 0;
        return !letters.isEmpty() && letters.charAt((sum + shift) % 11) == 'a' + n[8] - 10;
    }

    /// Source: J. Verhoeff, Error Detecting Decimal Codes, 1969; the group of the symmetries of a pentagon.
    private static boolean verhoeff(int[] n) {
        int check = 0;
        for (int i = 0; i < n.length; i++) {
            int digit = n[n.length - 1 - i];
            for (int turn = 0; turn < i % 8; turn++) {
                digit = "1576283094".charAt(digit) - '0';
            }
            check = ofPentagon(check, digit);
        }
        return check == 0;
    }

    private static int ofPentagon(int left, int right) {
        if (left < 5) {
            return right < 5 ? (left + right) % 5 : 5 + (left + right - 5) % 5;
        }
        return right < 5 ? 5 + Math.floorMod(left - 5 - right, 5) : Math.floorMod(left - right, 5);
    }
}
