package io.sallyport.key;

import io.sallyport.net.AddressRules;
import io.sallyport.transport.AddressRange;
import java.util.List;
import java.util.Optional;

/// Where a key may be used from: addresses and networks such as `10.0.0.0/8`, of either version of IP, as
/// people write them; empty for anywhere.
///
/// Errors: IllegalArgumentException that names the rule.
public record AllowedAddresses(List<String> value) {
    /// No restriction.
    public static final AllowedAddresses ANYWHERE = new AllowedAddresses(List.of());

    private static final int MOST = 100;

    public AllowedAddresses {
        if (value.size() > MOST) {
            throw new IllegalArgumentException("allowed_addresses must have at most " + MOST + " entries");
        }
        value = value.stream().map(AllowedAddresses::checked).toList();
    }

    /// The same, made ready for calls; empty for anywhere.
    Optional<AddressRules> rules() {
        return value.isEmpty() ? Optional.empty() : Optional.of(AddressRules.only(ranges()));
    }

    /// Whether everything another list allows is allowed here, too.
    boolean covers(AllowedAddresses other) {
        if (value.isEmpty() || other.value.isEmpty()) {
            return value.isEmpty();
        }
        List<AddressRange> ours = ranges();
        return other.ranges().stream().allMatch(theirs -> ours.stream().anyMatch(range -> range.contains(theirs)));
    }

    private List<AddressRange> ranges() {
        return value.stream().map(AddressRange::parse).toList();
    }

    private static String checked(String text) {
        try {
            AddressRange.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allowed_addresses: every entry " + e.getMessage(), e);
        }
    }
}
