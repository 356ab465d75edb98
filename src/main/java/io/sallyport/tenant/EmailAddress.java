package io.sallyport.tenant;

import java.util.Locale;
import java.util.regex.Pattern;

/// An e-mail address as people write it; upper and lower case make no difference.
///
/// Errors: IllegalArgumentException when it cannot be one.
public record EmailAddress(String value) {
    private static final Pattern FORM = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,189}");

    public EmailAddress {
        value = value.strip();
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("This is not an e-mail address.");
        }
    }

    /// What is compared: in lower case.
    public String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
