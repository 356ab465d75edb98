package io.sallyport.guardrail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Recognisers by the two signs that what they know can begin with.
final class Choice {
    /// Signs that are told apart: those of ASCII, and all others as [Recogniser#OTHER].
    private static final int KINDS = Recogniser.OTHER + 1;

    private final Recogniser[][] byFirst = new Recogniser[KINDS][];
    private final Recogniser[][][] byBoth = new Recogniser[KINDS][KINDS][];

    Choice(List<Recogniser> recognisers) {
        Map<List<Recogniser>, Recogniser[]> shared = new HashMap<>();
        for (char sign = 0; sign < KINDS; sign++) {
            char first = sign;
            byFirst[first] = recognisers.stream()
                    .filter(recogniser -> recogniser.beginsWith(first))
                    .toArray(Recogniser[]::new);
            Arrays.setAll(
                    byBoth[first],
                    second -> shared.computeIfAbsent(
                            Arrays.stream(byFirst[first])
                                    .filter(recogniser -> recogniser.beginsWith(first, (char) second))
                                    .toList(),
                            some -> some.toArray(Recogniser[]::new)));
        }
    }

    boolean mayBegin(char first) {
        return of(first).length > 0;
    }

    /// Those that are asked while the sign after it is not known.
    Recogniser[] of(char first) {
        return byFirst[kind(first)];
    }

    Recogniser[] of(char first, char second) {
        return byBoth[kind(first)][kind(second)];
    }

    private static int kind(char sign) {
        return Math.min(sign, Recogniser.OTHER);
    }
}
