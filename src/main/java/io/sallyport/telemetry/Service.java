package io.sallyport.telemetry;

import java.util.regex.Pattern;

/// Which process speaks: named in every log line, span and pushed metric.
///
/// @param name what is running, for example `sallyport`
/// @param version its version
/// @param instance tells the processes of one cluster apart
public record Service(String name, String version, String instance) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:+-]{1,64}");

    public Service {
        check("name", name);
        check("version", version);
        check("instance", instance);
    }

    private static void check(String what, String value) {
        if (!PLAIN.matcher(value).matches()) {
            throw new IllegalArgumentException("service " + what + " must be 1 to 64 letters, digits or . _ : + -");
        }
    }
}
