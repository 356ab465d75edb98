package io.sallyport.guardrail;

import io.sallyport.guardrail.Scan.Found;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Masks a text while it comes in, and holds back no more of it than could still turn out to be something.
///
/// Units: at most [#MOST_HELD] characters are held back; of plain words, usually the last one.
/// Threads: not thread-safe.
public final class StreamMask implements TextFlow {
    /// Characters that are held back at most.
    public static final int MOST_HELD = 512;

    private final List<Scan> scans;
    private final Folding folding;
    private final Writing writing;
    private final StringBuilder held = new StringBuilder();
    /// Where in the whole text the first held sign stands.
    private int base;
    /// Up to where the text was told or replaced.
    private int told;

    StreamMask(Choice choice, List<Reading> readings, Writing writing) {
        this.scans = readings.stream().map(reading -> new Scan(choice)).toList();
        this.folding = new Folding(signs(readings));
        this.writing = writing;
    }

    /// Takes the next piece of the text; the answer is what can be told by now, maybe nothing.
    @Override
    public String push(String piece) {
        StringBuilder out = new StringBuilder(piece.length() + held.length());
        for (int from = 0; from < piece.length(); from += MOST_HELD) {
            int to = Math.min(piece.length(), from + MOST_HELD);
            held.append(piece, from, to);
            folding.take(piece, from, to);
            tell(out);
        }
        return out.toString();
    }

    /// Ends the text; the answer is what was still held back.
    @Override
    public String end() {
        folding.finish();
        StringBuilder out = new StringBuilder();
        tell(out);
        return out.toString();
    }

    /// Characters that are held back now.
    int held() {
        return held.length();
    }

    private List<Signs> signs(List<Reading> readings) {
        return IntStream.range(0, scans.size())
                .mapToObj(i -> readings.get(i).over(scans.get(i)))
                .toList();
    }

    private void tell(StringBuilder out) {
        int safe = base + held.length();
        for (Scan scan : scans) {
            scan.run();
            safe = Math.min(safe, scan.safe());
        }
        for (Found found = next(safe); found != null; found = next(safe)) {
            replace(found, out);
        }
        if (told < safe) {
            out.append(held, told - base, safe - base);
            told = safe;
        }
        held.delete(0, told - base);
        base = told;
    }

    /// The first of what was found that nothing undecided can stand before; the longest of those that begin
    /// together.
    private @Nullable Found next(int safe) {
        Deque<Found> source = null;
        for (Scan scan : scans) {
            Found candidate = scan.found().peek();
            if (candidate != null && candidate.from() < safe && (source == null || isBefore(candidate, source))) {
                source = scan.found();
            }
        }
        return source == null ? null : source.poll();
    }

    private static boolean isBefore(Found candidate, Deque<Found> source) {
        Found best = source.element();
        return candidate.from() < best.from() || (candidate.from() == best.from() && candidate.to() > best.to());
    }

    private void replace(Found found, StringBuilder out) {
        if (found.to() <= told) {
            return;
        }
        boolean overlaps = found.from() < told;
        int from = Math.max(found.from(), told);
        out.append(held, told - base, from - base);
        Found part = overlaps ? found.asRest() : found;
        out.append(writing.of(part, held.substring(from - base, found.to() - base)));
        told = found.to();
    }

    /// What becomes of something that was found.
    @FunctionalInterface
    interface Writing {
        String of(Found found, String value);
    }
}
