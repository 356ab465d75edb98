package io.sallyport.guardrail;

import java.util.Arrays;

/// Reads single signs that stand apart as one word: `j o h n`, `4-1-1-1`, one letter on each line.
///
/// Wider gaps among them are read as a blank. Fewer than [#FEWEST] in a row are left as they are.
final class Joining implements Signs {
    /// Signs in a row that are taken for a word written apart.
    static final int FEWEST = 6;

    /// Characters of the original that are held back at most.
    static final int LONGEST = 60;

    private static final int WIDEST = 3;

    private final Signs reader;
    private char[] signs = new char[LONGEST];
    private int[] froms = new int[LONGEST];
    private int[] tos = new int[LONGEST];
    private int pending;
    private int singles;
    /// What stands between the signs of this run: ' ' for all blanks, 0 while there is none.
    private char separator;
    private int gap;
    /// Whether the sign before can have a single one behind it.
    private boolean open = true;

    Joining(Signs reader) {
        this.reader = reader;
    }

    /// Whether such a sign can stand between letters that belong together.
    static boolean separates(char sign) {
        return sign <= ' ' || sign == '-' || sign == '_' || sign == '*' || sign == '|';
    }

    @Override
    public void take(char sign, int from, int to) {
        boolean isBlank = sign <= ' ';
        boolean afterSingle = gap == 0;
        if (singles == 0) {
            start(sign, from, to);
        } else if (afterSingle && separates(sign) && fits(isBlank ? ' ' : sign)) {
            separator = isBlank ? ' ' : sign;
            gap = 1;
            hold(sign, from, to);
        } else if (!afterSingle && isBlank && separator == ' ' && gap < WIDEST) {
            gap++;
            hold(sign, from, to);
        } else if (!afterSingle && !separates(sign)) {
            single(sign, from, to);
        } else {
            giveUp();
            tell(sign, from, to);
        }
    }

    @Override
    public void skip(int to) {
        if (pending > 0 && to - froms[0] > LONGEST) {
            giveUp();
            open = false;
        }
        if (pending == 0) {
            reader.skip(to);
        }
    }

    @Override
    public void finish() {
        giveUp();
        reader.finish();
    }

    private void start(char sign, int from, int to) {
        if (!open || separates(sign)) {
            tell(sign, from, to);
            return;
        }
        singles = 1;
        hold(sign, from, to);
    }

    private void tell(char sign, int from, int to) {
        open = separates(sign);
        reader.take(sign, from, to);
    }

    private boolean fits(char by) {
        return separator == 0 || separator == by;
    }

    private void single(char sign, int from, int to) {
        singles++;
        gap = 0;
        hold(sign, from, to);
        if (singles >= FEWEST) {
            join();
        }
    }

    /// Tells all but the last sign, which may still begin a longer word.
    private void join() {
        for (int i = 0; i < pending - 1; i++) {
            if (!isGap(i)) {
                reader.take(signs[i], froms[i], tos[i]);
            } else if (i > 0 && isGap(i - 1) && signs[i - 1] != '\r' && !(i > 1 && isGap(i - 2))) {
                reader.take(' ', froms[i], tos[i]);
            }
        }
        int last = pending - 1;
        signs[0] = signs[last];
        froms[0] = froms[last];
        tos[0] = tos[last];
        pending = 1;
    }

    private boolean isGap(int at) {
        return separator == ' ' ? signs[at] <= ' ' : signs[at] == separator;
    }

    private void hold(char sign, int from, int to) {
        if (pending == signs.length) {
            signs = Arrays.copyOf(signs, 2 * pending);
            froms = Arrays.copyOf(froms, 2 * pending);
            tos = Arrays.copyOf(tos, 2 * pending);
        }
        signs[pending] = sign;
        froms[pending] = from;
        tos[pending] = to;
        pending++;
    }

    private void giveUp() {
        for (int i = 0; i < pending; i++) {
            reader.take(signs[i], froms[i], tos[i]);
        }
        pending = 0;
        singles = 0;
        separator = 0;
        gap = 0;
    }
}
