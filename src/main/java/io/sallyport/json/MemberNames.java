package io.sallyport.json;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/// The member names of the objects that are open during one scan, to find a name that stands twice.
///
/// Names are kept as hash and position, innermost object last, so a scan allocates a few arrays and no text.
final class MemberNames {
    /// Members one object may have; request bodies of every known dialect stay far below.
    private static final int MOST = 4_096;

    /// Nobody outside knows these two, so nobody can choose names that all have one hash.
    private static final int SEED = new SecureRandom().nextInt();

    private static final int FACTOR = new SecureRandom().nextInt() | 1;

    private static final int PLAIN = 0;
    private static final int ESCAPED = 1;

    private final byte[] in;
    private int[] entries = new int[4 * 32];
    private int size;
    private boolean full;

    MemberNames(byte[] in) {
        this.in = in;
    }

    /// Opens an object; the answer is its mark.
    int open() {
        return size;
    }

    void close(int mark) {
        size = mark;
    }

    boolean isFull() {
        return full;
    }

    /// False when the object already has this name, or too many.
    boolean add(int mark, int from, int to, boolean escaped) {
        int hash = escaped ? hash(JsonText.decode(in, from, to)) : hash(from, to);
        if (size - mark >= MOST * 4) {
            full = true;
            return false;
        }
        for (int i = mark; i < size; i += 4) {
            if (entries[i] == hash && same(i, from, to, escaped)) {
                return false;
            }
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = hash;
        entries[size++] = from;
        entries[size++] = to;
        entries[size++] = escaped ? ESCAPED : PLAIN;
        return true;
    }

    /// True when the bytes of a name, escapes resolved, spell this word.
    boolean same(int from, int to, String word) {
        if (to - from == word.length()) {
            for (int i = 0; i < word.length(); i++) {
                if (in[from + i] != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
        return to - from > word.length() && JsonText.decode(in, from, to).equals(word);
    }

    private boolean same(int entry, int from, int to, boolean escaped) {
        if (!escaped && entries[entry + 3] == PLAIN) {
            return Arrays.equals(in, entries[entry + 1], entries[entry + 2], in, from, to);
        }
        return JsonText.decode(in, entries[entry + 1], entries[entry + 2]).equals(JsonText.decode(in, from, to));
    }

    private int hash(int from, int to) {
        int hash = SEED;
        for (int i = from; i < to; i++) {
            hash = mixed(hash, in[i]);
        }
        return hash;
    }

    private static int hash(String name) {
        int hash = SEED;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = mixed(hash, b);
        }
        return hash;
    }

    private static int mixed(int hash, byte next) {
        return (Integer.rotateLeft(hash, 5) ^ next) * FACTOR;
    }
}
