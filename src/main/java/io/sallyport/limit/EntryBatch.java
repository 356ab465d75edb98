package io.sallyport.limit;

import io.sallyport.limit.Entry.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// Ends of calls, taken apart into numbers.
///
/// They wait by the ten thousand, for up to a second; as objects, every collection of the heap would copy all of
/// them again.
///
/// Threads: one at a time.
final class EntryBatch {
    /// A statement costs as much as hundreds of its entries, so that it shall have many.
    static final int MOST = 4_096;

    private static final int FIRST_ROOM = 64;
    /// Numbers of one entry: the id in two halves, seconds, nanoseconds, tokens, pico-dollars.
    private static final int WIDTH = 6;

    private static final int SECONDS = 2;
    private static final int NANOS = 3;
    private static final int TOKENS = 4;
    private static final int COST = 5;
    private static final long UNPRICED = -1;
    private static final byte SETTLED = 1;
    private static final byte OVERRUN = 2;

    private final List<List<Slice>> slices = new ArrayList<>(FIRST_ROOM);
    private long[] numbers = new long[FIRST_ROOM * WIDTH];
    private byte[] marks = new byte[FIRST_ROOM];

    int size() {
        return slices.size();
    }

    boolean isFull() {
        return size() == MOST;
    }

    void add(Entry entry) {
        int index = size();
        if (index == marks.length) {
            int room = Math.min(MOST, 2 * index);
            numbers = Arrays.copyOf(numbers, room * WIDTH);
            marks = Arrays.copyOf(marks, room);
        }
        int at = index * WIDTH;
        numbers[at] = entry.requestId().getMostSignificantBits();
        numbers[at + 1] = entry.requestId().getLeastSignificantBits();
        Instant moment = entry.at();
        numbers[at + SECONDS] = moment.getEpochSecond();
        numbers[at + NANOS] = moment.getNano();
        numbers[at + TOKENS] = entry.used().tokens();
        numbers[at + COST] = entry.used().picoDollars().orElse(UNPRICED);
        marks[index] = (byte) ((entry.ending() == Ending.SETTLED ? SETTLED : 0) | (entry.overrun() ? OVERRUN : 0));
        slices.add(entry.slices());
    }

    /// Makes room for others.
    void clear() {
        slices.clear();
    }

    UUID requestId(int index) {
        return new UUID(numbers[index * WIDTH], numbers[index * WIDTH + 1]);
    }

    Ending ending(int index) {
        return (marks[index] & SETTLED) == 0 ? Ending.VOIDED : Ending.SETTLED;
    }

    Instant at(int index) {
        return Instant.ofEpochSecond(numbers[index * WIDTH + SECONDS], numbers[index * WIDTH + NANOS]);
    }

    List<Slice> slices(int index) {
        return slices.get(index);
    }

    long tokens(int index) {
        return numbers[index * WIDTH + TOKENS];
    }

    /// Empty when nobody knows the price.
    OptionalLong picoDollars(int index) {
        long cost = numbers[index * WIDTH + COST];
        return cost == UNPRICED ? OptionalLong.empty() : OptionalLong.of(cost);
    }

    boolean isOverrun(int index) {
        return (marks[index] & OVERRUN) != 0;
    }
}
