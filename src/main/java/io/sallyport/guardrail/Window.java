package io.sallyport.guardrail;

import java.util.Arrays;

/// The normalised text around one place: a little of what stands before, and up to [#REACH] characters of what
/// follows.
///
/// A place outside reads as [#NOTHING]. When that is because the rest has not come in yet, the window notes
/// that it was asked for, and the answer it was asked for is thrown away until there is more.
/// Threads: not thread-safe.
public final class Window {
    /// What a place outside reads as.
    public static final int NOTHING = -1;

    /// The longest run of letters or digits that is counted.
    public static final int LONGEST_RUN = 31;

    /// Characters of the original text, from its place on, that a window can show.
    static final int REACH = 448;

    /// Characters before its place that a window shows.
    static final int BEFORE = 48;

    private char[] signs = new char[256];
    private int[] froms = new int[256];
    private int[] tos = new int[256];
    private int size;
    private int resolved;
    private int here;
    private int run;
    private int first;
    private int end;
    private boolean complete;
    private boolean cut;
    private boolean wanted;

    /// The sign at a place, or [#NOTHING].
    public int at(int place) {
        if (place < end) {
            return place >= first ? signs[place] : NOTHING;
        }
        wanted |= !complete;
        return NOTHING;
    }

    /// The sign at a place as a small letter, where it is an ASCII letter.
    public int small(int place) {
        int sign = at(place);
        return sign >= 'A' && sign <= 'Z' ? sign + ('a' - 'A') : sign;
    }

    /// Whether a sign is an ASCII letter or digit.
    public static boolean isWord(int sign) {
        return isDigit(sign) || isLetter(sign);
    }

    /// Whether a sign is an ASCII digit.
    public static boolean isDigit(int sign) {
        return sign >= '0' && sign <= '9';
    }

    /// Whether a sign is an ASCII letter.
    public static boolean isLetter(int sign) {
        int small = sign | 0x20;
        return small >= 'a' && small <= 'z';
    }

    /// Whether a word cannot go on over this place: on one side there is none, or the text hides something
    /// between.
    public boolean isEdge(int place) {
        return !isWord(at(place)) || !isWord(at(place - 1)) || froms[place] > tos[place - 1];
    }

    /// How many signs like the first stand in a row from the window's place on: all letters, or all digits; one
    /// for any other sign. [#LONGEST_RUN] when there are as many, or when not all have come in yet.
    public int run() {
        if (run == 0) {
            run = count();
        }
        return run;
    }

    private int count() {
        boolean digits = isDigit(signs[here]);
        int most = Math.min(LONGEST_RUN, end - here);
        for (int i = 1; i < most; i++) {
            if (digits ? !isDigit(signs[here + i]) : !isLetter(signs[here + i])) {
                return i;
            }
        }
        return complete ? most : LONGEST_RUN;
    }

    /// Whether these small letters, digits or signs stand here, whatever their case.
    public boolean stands(String small, int place) {
        for (int i = 0; i < small.length(); i++) {
            if (small(place + i) != small.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether one of these words, in small letters, stands in the little that comes before a place.
    public boolean hasBefore(Iterable<String> words, int place) {
        for (int i = place - 1; i > place - BEFORE; i--) {
            if (!isWord(at(i)) || isWord(at(i - 1))) {
                continue;
            }
            for (String word : words) {
                if (stands(word, i) && !isWord(at(i + word.length())) && i + word.length() <= place) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What stands between two places.
    public String text(int from, int to) {
        return new String(signs, from, to - from);
    }

    void add(char sign, int from, int to) {
        room(1);
        signs[size] = sign;
        froms[size] = from;
        tos[size] = to;
        size++;
        resolved = to;
    }

    void addAll(String piece, int from, int to, int at) {
        int count = to - from;
        room(count);
        piece.getChars(from, to, signs, size);
        for (int i = 0; i < count; i++) {
            froms[size + i] = at + i;
            tos[size + i] = at + i + 1;
        }
        size += count;
        resolved = at + count;
    }

    private void room(int more) {
        if (size + more > signs.length) {
            int length = Math.max(2 * signs.length, size + more);
            signs = Arrays.copyOf(signs, length);
            froms = Arrays.copyOf(froms, length);
            tos = Arrays.copyOf(tos, length);
        }
    }

    /// Notes that the original up to here says nothing more.
    void resolve(int to) {
        resolved = to;
    }

    int size() {
        return size;
    }

    int resolved() {
        return resolved;
    }

    char sign(int place) {
        return signs[place];
    }

    int from(int place) {
        return froms[place];
    }

    int to(int place) {
        return tos[place];
    }

    boolean beginsWord(int place) {
        return place == 0 || !isWord(signs[place - 1]) || !isWord(signs[place]) || froms[place] > tos[place - 1];
    }

    /// Moves to a place.
    void stand(int place, Coming coming) {
        here = place;
        run = 0;
        int limit = froms[place] + REACH;
        first = Math.max(0, place - BEFORE);
        cut = resolved >= limit;
        complete = cut || coming == Coming.NOTHING;
        end = cut ? endWithin(place, limit) : size;
        wanted = false;
    }

    boolean isWanted() {
        return wanted;
    }

    /// Whether what ends here only ends because the window does.
    boolean isCut(int place) {
        return cut && place == end;
    }

    /// Forgets what no window shows any more.
    ///
    /// @return how far all places moved
    int forget(int place) {
        int drop = place - BEFORE;
        if (drop < BEFORE) {
            return 0;
        }
        System.arraycopy(signs, drop, signs, 0, size - drop);
        System.arraycopy(froms, drop, froms, 0, size - drop);
        System.arraycopy(tos, drop, tos, 0, size - drop);
        size -= drop;
        return drop;
    }

    private int endWithin(int place, int limit) {
        int low = place;
        int high = Math.min(size, place + REACH);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tos[middle] <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Whether there will be more text.
    enum Coming {
        MORE,
        NOTHING
    }
}
