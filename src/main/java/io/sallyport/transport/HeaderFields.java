package io.sallyport.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The header lines of one message while they are gathered: each name once, in the order in which it came first.
///
/// What is in here was checked on its way in, so it is written without being looked at again.
/// Threads: one at a time.
public final class HeaderFields {
    /// As many as an answer with all that is said of limits has.
    private static final int FIRST_SIZE = 24;

    private final List<HeaderName> names = new ArrayList<>(FIRST_SIZE);
    private final List<String> values = new ArrayList<>(FIRST_SIZE);
    /// One bit for each hash of a name, modulo 64: a name whose bit is not set is not there.
    private long hashes;

    /// The last value wins. Characters beyond ISO 8859-1 become question marks.
    ///
    /// Errors: IllegalArgumentException when the value holds a control character besides tab.
    public void set(HeaderName name, String value) {
        String checked = HeaderText.value(value);
        int at = find(name);
        if (at >= 0) {
            values.set(at, checked);
        } else {
            hashes |= bit(name);
            names.add(name);
            values.add(checked);
        }
    }

    public Optional<String> value(HeaderName name) {
        int at = find(name);
        return at < 0 ? Optional.empty() : Optional.of(values.get(at));
    }

    public void forEach(BiConsumer<HeaderName, String> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(names.get(i), values.get(i));
        }
    }

    int size() {
        return names.size();
    }

    HeaderName name(int at) {
        return names.get(at);
    }

    String value(int at) {
        return values.get(at);
    }

    private int find(HeaderName name) {
        return (hashes & bit(name)) == 0 ? -1 : names.indexOf(name);
    }

    private static long bit(HeaderName name) {
        return 1L << name.hashCode();
    }
}
