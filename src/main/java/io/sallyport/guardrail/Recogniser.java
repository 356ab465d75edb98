package io.sallyport.guardrail;

/// Knows one kind of thing when it stands in a text.
///
/// It is asked only where a word, a number or the like can begin, and looks at the text through a [Window]
/// alone. Whatever it does not look at cannot change its answer, which is why a stream can be scanned while it
/// comes in. Threads: immutable.
public interface Recogniser {
    /// What [#end] answers when nothing begins here.
    int NOTHING = -1;

    /// Stands for all signs beyond ASCII in [#beginsWith].
    char OTHER = 0x80;

    /// What it recognises, such as `email`: lower case, digits, `_` and `.`.
    String kind();

    /// Whether such a thing can begin with this sign; asked once for each ASCII sign and for [#OTHER].
    boolean beginsWith(char first);

    /// Whether such a thing can begin with these two signs, the first of which it can begin with; asked once
    /// for each pair, so that most words of a text are not looked at any closer.
    default boolean beginsWith(char first, char second) {
        return true;
    }

    /// Where the thing ends that begins at this place, or [#NOTHING].
    int end(Window text, int at);

    /// Where a thing ends that was longer than a window, seen from where the last window ended.
    default int rest(Window text, int at) {
        return at;
    }
}
