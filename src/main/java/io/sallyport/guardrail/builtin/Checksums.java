package io.sallyport.guardrail.builtin;

/// Check digits of numbers that are given to people and things.
final class Checksums {
    private Checksums() {}

    /// ISO/IEC 7812-1, annex B: every second digit counts twice.
    static boolean luhn(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    /// The sum of digits times weights.
    static int weighted(int[] digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digits[i] * weights[i];
        }
        return sum;
    }

    /// ISO/IEC 7064, MOD 11,10, over all digits with the check digit last.
    static boolean mod11And10(int[] digits, int count) {
        int product = 10;
        for (int i = 0; i < count - 1; i++) {
            int sum = (digits[i] + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits[count - 1];
    }

    /// The number made of some of the digits.
    static long number(int[] digits, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digits[i];
        }
        return number;
    }
}
