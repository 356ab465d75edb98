package io.sallyport.guardrail;

/// Takes the signs of a text one after the other, with where each stood in the original.
interface Signs {
    /// The next sign, which says what the original said between two places.
    void take(char sign, int from, int to);

    /// The original up to this place says nothing that can be seen.
    void skip(int to);

    /// There are no more.
    void finish();
}
