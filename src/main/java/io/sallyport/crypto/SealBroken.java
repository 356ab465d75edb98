package io.sallyport.crypto;

/// A sealed text that cannot be opened here: changed, moved from another row, or sealed under a key this gateway does
/// not have. The message holds nothing of the text.
public final class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealBroken(String message) {
        super(message);
    }
}
