package io.sallyport.guardrail;

import java.util.EnumSet;
import java.util.List;

/// A way to read a text that may hide what it says.
enum Reading {
    /// As it stands, in plain signs.
    PLAIN {
        @Override
        Signs over(Signs signs) {
            return signs;
        }
    },
    /// With HTML entities, URL escapes and string escapes decoded.
    DECODED {
        @Override
        Signs over(Signs signs) {
            return new Decoding(signs);
        }
    },
    /// With single letters joined that stand apart.
    JOINED {
        @Override
        Signs over(Signs signs) {
            return new Joining(signs);
        }
    };

    static final List<Reading> ALL = List.of(values());

    /// Of a text that is all ASCII and hides nothing, which reads as itself.
    static final List<Reading> ONLY_PLAIN = List.of(PLAIN);

    /// The reader that gives what it reads to these signs.
    abstract Signs over(Signs signs);

    /// The readings in which a whole text can differ from itself, and itself.
    static List<Reading> of(String text) {
        EnumSet<Reading> readings = EnumSet.of(PLAIN);
        int singles = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign >= 0x80) {
                return ALL;
            }
            if (Decoding.begins(sign)) {
                readings.add(DECODED);
            }
            if (Joining.separates(sign)) {
                singles = length > 1 ? 0 : singles + length;
                length = 0;
            } else if (++length == 1 && singles + 1 >= Joining.FEWEST) {
                readings.add(JOINED);
            }
        }
        return readings.size() == 1 ? ONLY_PLAIN : List.copyOf(readings);
    }
}
