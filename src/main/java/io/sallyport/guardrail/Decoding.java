package io.sallyport.guardrail;

import java.util.Map;

/// Reads HTML entities, URL escapes and the escapes of strings as the signs they stand for.
///
/// Only ASCII signs are decoded: they are what mail addresses, numbers and keys are made of.
final class Decoding implements Signs {
    private static final int LONGEST = 10;
    private static final int PREFIX = -1;
    private static final int NONE = -2;

    private static final Map<String, Character> NAMED = Map.ofEntries(
            Map.entry("amp", '&'),
            Map.entry("lt", '<'),
            Map.entry("gt", '>'),
            Map.entry("quot", '"'),
            Map.entry("apos", '\''),
            Map.entry("nbsp", ' '),
            Map.entry("commat", '@'),
            Map.entry("period", '.'),
            Map.entry("hyphen", '-'),
            Map.entry("dash", '-'),
            Map.entry("lowbar", '_'),
            Map.entry("plus", '+'),
            Map.entry("colon", ':'),
            Map.entry("sol", '/'),
            Map.entry("lpar", '('),
            Map.entry("rpar", ')'),
            Map.entry("Tab", '\t'),
            Map.entry("NewLine", '\n'));

    private final Signs reader;
    private final StringBuilder pending = new StringBuilder();
    private final int[] froms = new int[LONGEST + 1];
    private final int[] tos = new int[LONGEST + 1];

    Decoding(Signs reader) {
        this.reader = reader;
    }

    /// Whether an escape can begin with this sign.
    static boolean begins(char sign) {
        return sign == '&' || sign == '%' || sign == '\\';
    }

    @Override
    public void take(char sign, int from, int to) {
        if (pending.isEmpty() && !begins(sign)) {
            reader.take(sign, from, to);
            return;
        }
        froms[pending.length()] = from;
        tos[pending.length()] = to;
        pending.append(sign);
        int decoded = decode();
        if (decoded >= 0) {
            reader.take((char) decoded, froms[0], to);
            pending.setLength(0);
        } else if (decoded == NONE || pending.length() > LONGEST) {
            giveUp();
        }
    }

    @Override
    public void skip(int to) {
        while (!pending.isEmpty() && to - froms[0] > Joining.LONGEST) {
            giveUp();
        }
        if (pending.isEmpty()) {
            reader.skip(to);
        }
    }

    @Override
    public void finish() {
        while (!pending.isEmpty()) {
            giveUp();
        }
        reader.finish();
    }

    /// Reads the first sign as itself, and the others once more.
    private void giveUp() {
        String signs = pending.toString();
        int[] from = froms.clone();
        int[] to = tos.clone();
        pending.setLength(0);
        reader.take(signs.charAt(0), from[0], to[0]);
        for (int i = 1; i < signs.length(); i++) {
            take(signs.charAt(i), from[i], to[i]);
        }
    }

    private int decode() {
        return switch (pending.charAt(0)) {
            case '%' -> hex(1, 2);
            case '\\' -> string();
            default -> entity();
        };
    }

    private int string() {
        if (pending.length() == 1) {
            return PREFIX;
        }
        return switch (pending.charAt(1)) {
            case 'u' -> hex(2, 4);
            case 'x' -> hex(2, 2);
            case 'n', 'r' -> '\n';
            case 't' -> '\t';
            case '/', '"', '\'', '@', '.', '-', '_', '+' -> pending.charAt(1);
            default -> NONE;
        };
    }

    private int entity() {
        char last = pending.charAt(pending.length() - 1);
        if (pending.length() == 1) {
            return PREFIX;
        }
        if (last != ';') {
            boolean fits = Window.isWord(last) || (last == '#' && pending.length() == 2);
            return fits && pending.length() < LONGEST ? PREFIX : NONE;
        }
        String name = pending.substring(1, pending.length() - 1);
        if (!name.startsWith("#")) {
            Character named = NAMED.get(name);
            return named == null ? NONE : named;
        }
        boolean isHex = name.startsWith("#x") || name.startsWith("#X");
        return number(name.substring(isHex ? 2 : 1), isHex ? 16 : 10);
    }

    private int hex(int from, int digits) {
        for (int i = from; i < pending.length(); i++) {
            if (Character.digit(pending.charAt(i), 16) < 0) {
                return NONE;
            }
        }
        return pending.length() < from + digits ? PREFIX : number(pending.substring(from), 16);
    }

    private static int number(String digits, int radix) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                return NONE;
            }
            value = Math.min(value * radix + digit, 0xFFFF);
        }
        return value > 0 && value < 0x80 ? value : NONE;
    }
}
