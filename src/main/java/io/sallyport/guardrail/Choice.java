package io.sallyport.guardrail;

import java.util.List;

/// Recognisers by the sign that what they know can begin with.
final class Choice {
    private static final int ASCII = 128;

    private final Recogniser[][] bySign = new Recogniser[ASCII][];
    private final Recogniser[] others;

    Choice(List<Recogniser> recognisers) {
        for (char sign = 0; sign < ASCII; sign++) {
            char first = sign;
            bySign[sign] = recognisers.stream()
                    .filter(recogniser -> recogniser.beginsWith(first))
                    .toArray(Recogniser[]::new);
        }
        others = recognisers.stream()
                .filter(recogniser -> recogniser.beginsWith(Recogniser.OTHER))
                .toArray(Recogniser[]::new);
    }

    boolean mayBegin(char sign) {
        return of(sign).length > 0;
    }

    Recogniser[] of(char sign) {
        return sign < ASCII ? bySign[sign] : others;
    }
}
