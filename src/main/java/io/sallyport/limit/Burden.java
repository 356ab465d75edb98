package io.sallyport.limit;

import java.time.Instant;
import java.util.List;

/// The accounts that the calls of one caller burden.
///
/// Threads: safe.
final class Burden {
    private final List<Account> accounts;
    private volatile SliceSet slices = new SliceSet(List.of());

    Burden(List<Account> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    List<Account> accounts() {
        return accounts;
    }

    boolean isEmpty() {
        return accounts.isEmpty();
    }

    /// Their slices at a moment; the same object for nearly all calls of a minute.
    SliceSet slices(Instant now) {
        SliceSet current = slices;
        if (current.all().size() != accounts.size() || !current.isCurrent(now)) {
            current = SliceSet.of(accounts, now);
            slices = current;
        }
        return current;
    }
}
