package io.sallyport.limit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// How one call ended, for the ledger.
///
/// @param requestId of the call
/// @param ending settled or voided
/// @param at when
/// @param slices it counts in
/// @param used nothing for a voided call
/// @param overrun it used more than was reserved
record Entry(UUID requestId, Ending ending, Instant at, List<Slice> slices, Need used, boolean overrun) {

    /// How a call ends in the ledger.
    enum Ending {
        /// It used something.
        SETTLED,
        /// It used nothing.
        VOIDED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /// As it is written in the books.
        String word() {
            return word;
        }
    }
}
