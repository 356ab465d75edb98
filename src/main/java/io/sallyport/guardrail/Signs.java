package io.sallyport.guardrail;

/// Takes the signs of a text one after the other, with where each stood in the original.
interface Signs {
    /// The next sign, which says what the original said between two places.
    void take(char sign, int from, int to);

    /// Signs that say what they are, a run of a piece of the original.
    ///
    /// @param at where in the original the run begins
    default void takeAll(String piece, int from, int to, int at) {
        for (int i = from; i < to; i++) {
            take(piece.charAt(i), at + i - from, at + i - from + 1);
        }
    }

    /// The original up to this place says nothing that can be seen.
    void skip(int to);

    /// There are no more.
    void finish();
}
