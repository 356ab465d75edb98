package io.sallyport.dialect;

import java.util.Locale;

/// One thing a translation could not carry over as it was.
///
/// @param what the client's name for it, for example `seed` or `messages.audio`
public record Loss(Kind kind, String what) {
    /// What became of it.
    public enum Kind {
        /// The other side never sees it.
        DROPPED,
        /// The other side gets something near to it.
        CHANGED,
        /// The other side is asked for it by other means.
        EMULATED;

        /// Lower-case name, as headers, logs and metrics say it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// For example `dropped=seed`.
    @Override
    public String toString() {
        return kind.word() + "=" + what;
    }
}
