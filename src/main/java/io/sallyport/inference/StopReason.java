package io.sallyport.inference;

/// Why an answer ended.
public enum StopReason {
    /// It was said.
    DONE,
    /// The cap on its tokens was reached.
    LENGTH,
    /// One of the texts came up that end it.
    STOP_TEXT,
    /// Tools are to be called first.
    TOOLS,
    /// The model, or a filter of its vendor, would not say more.
    REFUSED;

    /// The reason that fits what was produced: some servers say "stop" after a tool call, or "tools" without one.
    ///
    /// @param calls how many tools the answer asks for
    public StopReason after(int calls) {
        return switch (this) {
            case DONE, STOP_TEXT, TOOLS -> calls > 0 ? TOOLS : this == TOOLS ? DONE : this;
            case LENGTH, REFUSED -> this;
        };
    }
}
