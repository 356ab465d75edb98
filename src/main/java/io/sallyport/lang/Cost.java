package io.sallyport.lang;

import java.util.Optional;

/// What a call cost: an amount of money, or not known because a price is missing. Unknown is not zero.
public sealed interface Cost {

    /// A cost that could be computed.
    record Known(Money amount) implements Cost {}

    /// A cost nobody can tell, because the model has no price.
    enum Unknown implements Cost {
        UNKNOWN
    }

    static Cost unknown() {
        return Unknown.UNKNOWN;
    }

    static Cost of(Money amount) {
        return new Known(amount);
    }

    /// The amount when it is known.
    default Optional<Money> known() {
        return this instanceof Known(Money amount) ? Optional.of(amount) : Optional.empty();
    }
}
