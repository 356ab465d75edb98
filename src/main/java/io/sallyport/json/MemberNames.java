package io.sallyport.json;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/// The member names of the objects that are open during one scan, to find a name that stands twice.
///
/// Names are kept as hash and position, innermost object last, so a scan allocates a few arrays and no text. An
/// object of few members is looked through; the names of a larger one also stand in a table by their hash, so
/// that finding out costs about the same for each member, however many there are.
final class MemberNames {
    /// Members one object may have; request bodies of every known dialect stay far below.
    private static final int MOST = 4_096;

    /// Nobody outside knows these two, so nobody can choose names that all have one hash.
    private static final int SEED = new SecureRandom().nextInt();

    private static final int FACTOR = new SecureRandom().nextInt() | 1;

    private static final int PLAIN = 0;
    private static final int ESCAPED = 1;

    /// What one entry takes: hash, from, to, whether it is escaped, its slot in the table.
    private static final int STRIDE = 5;

    /// Members up to which looking at all of them is cheaper than keeping a table.
    private static final int FEW = 16;

    private static final int NONE = -1;

    private static final int[] NO_SLOTS = {};

    private final byte[] in;
    private int[] entries;
    private int size;
    /// Each holds an entry's position or [#NONE]; a power of two long, at most half full.
    private int[] slots = NO_SLOTS;
    private int taken;
    private int looks;
    private boolean full;

    /// @param room for so many names at first, one or more
    MemberNames(byte[] in, int room) {
        this.in = in;
        this.entries = new int[STRIDE * room];
    }

    /// Opens an object; the answer is its mark.
    int open() {
        return size;
    }

    /// Closes the innermost object. Its names were the last to enter the table, so no other name was ever put
    /// behind one of their slots, and the slots can simply be emptied.
    void close(int mark) {
        for (int entry = mark; entry < size && entries[entry + 4] != NONE; entry += STRIDE) {
            slots[entries[entry + 4]] = NONE;
            taken--;
        }
        size = mark;
    }

    boolean isFull() {
        return full;
    }

    /// How many entries and slots were looked at so far.
    int looks() {
        return looks;
    }

    /// False when the object already has this name, or too many.
    boolean add(int mark, int from, int to, boolean escaped) {
        int members = (size - mark) / STRIDE;
        if (members >= MOST) {
            full = true;
            return false;
        }
        int entry = append(escaped ? hash(JsonText.decode(in, from, to)) : hash(from, to), from, to, escaped);
        if (members == FEW) {
            for (int earlier = mark; earlier < entry; earlier += STRIDE) {
                enter(mark, earlier);
            }
        }
        boolean isNew = members < FEW ? isNewAmongFew(mark, entry) : enter(mark, entry);
        if (!isNew) {
            size = entry;
        }
        return isNew;
    }

    private int append(int hash, int from, int to, boolean escaped) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        int entry = size;
        entries[entry] = hash;
        entries[entry + 1] = from;
        entries[entry + 2] = to;
        entries[entry + 3] = escaped ? ESCAPED : PLAIN;
        entries[entry + 4] = NONE;
        size += STRIDE;
        return entry;
    }

    private boolean isNewAmongFew(int mark, int entry) {
        for (int other = mark; other < entry; other += STRIDE) {
            looks++;
            if (same(other, entry)) {
                return false;
            }
        }
        return true;
    }

    /// Puts an entry of the innermost object into the table; false when its name is there already.
    private boolean enter(int mark, int entry) {
        if (2 * (taken + 1) > slots.length) {
            grow();
        }
        int slot = first(entry);
        while (slots[slot] != NONE) {
            looks++;
            if (slots[slot] >= mark && same(slots[slot], entry)) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        take(slot, entry);
        return true;
    }

    /// Doubles the table. The names enter the new one in the order of old, which keeps [#close(int)] right.
    private void grow() {
        slots = new int[Math.max(8 * FEW, slots.length * 2)];
        Arrays.fill(slots, NONE);
        taken = 0;
        for (int entry = 0; entry < size; entry += STRIDE) {
            if (entries[entry + 4] != NONE) {
                int slot = first(entry);
                while (slots[slot] != NONE) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                take(slot, entry);
            }
        }
    }

    private int first(int entry) {
        int hash = entries[entry];
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private void take(int slot, int entry) {
        slots[slot] = entry;
        entries[entry + 4] = slot;
        taken++;
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
        return to - from > word.length()
                && JsonText.plain(in, from, to) < to
                && JsonText.decode(in, from, to).equals(word);
    }

    private boolean same(int one, int other) {
        if (entries[one] != entries[other]) {
            return false;
        }
        if (entries[one + 3] == PLAIN && entries[other + 3] == PLAIN) {
            return Arrays.equals(in, entries[one + 1], entries[one + 2], in, entries[other + 1], entries[other + 2]);
        }
        return name(one).equals(name(other));
    }

    private String name(int entry) {
        return JsonText.decode(in, entries[entry + 1], entries[entry + 2]);
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
