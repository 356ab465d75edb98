package io.sallyport.guardrail;

import io.sallyport.guardrail.Window.Coming;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One reading of a text on its way past the recognisers.
///
/// Threads: not thread-safe.
final class Scan implements Signs {
    private final Choice choice;
    private final Window window = new Window();
    private final Deque<Found> found = new ArrayDeque<>();
    private int place;
    private @Nullable Recogniser running;
    private Coming coming = Coming.MORE;

    Scan(Choice choice) {
        this.choice = choice;
    }

    @Override
    public void take(char sign, int from, int to) {
        window.add(sign, from, to);
    }

    @Override
    public void takeAll(String piece, int from, int to, int at) {
        window.addAll(piece, from, to, at);
    }

    @Override
    public void skip(int to) {
        window.resolve(to);
    }

    @Override
    public void finish() {
        coming = Coming.NOTHING;
    }

    /// Decides what can be decided.
    void run() {
        place -= window.forget(place);
        while (place < window.size()) {
            if (running == null && !isCandidate()) {
                place++;
                continue;
            }
            window.stand(place, coming);
            boolean decided = running == null ? begin() : goOn(running);
            if (!decided) {
                return;
            }
        }
    }

    /// What was found and not yet asked for, in the order of the text.
    Deque<Found> found() {
        return found;
    }

    /// Up to where the original holds nothing that is not found yet.
    int safe() {
        if (place < window.size()) {
            return window.from(place);
        }
        return coming == Coming.NOTHING ? Integer.MAX_VALUE : window.resolved();
    }

    private boolean isCandidate() {
        return window.beginsWord(place) && choice.mayBegin(window.sign(place));
    }

    private boolean begin() {
        Recogniser best = null;
        int end = place;
        for (Recogniser recogniser : candidates()) {
            int ends = recogniser.end(window, place);
            if (ends > end) {
                end = ends;
                best = recogniser;
            }
        }
        if (window.isWanted()) {
            return false;
        }
        if (best == null) {
            place++;
            return true;
        }
        note(best, end, Found.Part.FIRST);
        return true;
    }

    private Recogniser[] candidates() {
        char first = window.sign(place);
        return place + 1 < window.size() ? choice.of(first, window.sign(place + 1)) : choice.of(first);
    }

    private boolean goOn(Recogniser recogniser) {
        int end = recogniser.rest(window, place);
        if (window.isWanted()) {
            return false;
        }
        running = null;
        if (end > place) {
            note(recogniser, end, Found.Part.REST);
        }
        return true;
    }

    private void note(Recogniser recogniser, int end, Found.Part part) {
        found.add(new Found(recogniser.kind(), window.from(place), window.to(end - 1), part));
        running = window.isCut(end) ? recogniser : null;
        place = end;
    }

    /// @param part whether it begins here, or is the rest of something longer than a window
    record Found(String kind, int from, int to, Part part) {
        /// The same, as the rest of what another reading of the text showed already.
        Found asRest() {
            return new Found(kind, from, to, Part.REST);
        }

        enum Part {
            FIRST,
            REST
        }
    }
}
