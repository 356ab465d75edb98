package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys, outside the database, under which stored secrets are sealed. The newest seals; older ones still open.
///
/// Threads: immutable.
public final class MasterKeys {
    /// The environment variable that holds them.
    public static final String VARIABLE = "SALLYPORT_MASTER_KEY";

    static final int BYTES = 32;

    private static final Pattern KEY = Pattern.compile("(?:(\\d{1,9}):)?([A-Za-z0-9+/_-]+={0,2})");
    private static final String FIRST_VERSION = "1";

    private final Map<String, byte[]> byVersion;

    private MasterKeys(Map<String, byte[]> byVersion) {
        this.byVersion = byVersion;
    }

    /// Reads one or more keys, parted by commas or white space, the newest first: `2:<base64>,1:<base64>`. A key
    /// without
    /// a number is the first.
    ///
    /// Errors: IllegalArgumentException when there is none, a number comes twice, or one is not 32 bytes in base64.
    public static MasterKeys parse(Secret text) {
        Map<String, byte[]> byVersion = new LinkedHashMap<>();
        for (String part : text.reveal().strip().split("[,\\s]+", -1)) {
            Matcher key = KEY.matcher(part);
            if (!key.matches()) {
                throw new IllegalArgumentException("a master key is written as <number>:<base64 of 32 bytes>");
            }
            String version = Optional.ofNullable(key.group(1)).orElse(FIRST_VERSION);
            if (byVersion.put(version, decoded(key.group(2))) != null) {
                throw new IllegalArgumentException("the master key number " + version + " is given twice");
            }
        }
        return new MasterKeys(byVersion);
    }

    /// Number of the key that seals.
    String newest() {
        return byVersion.keySet().iterator().next();
    }

    Optional<byte[]> bytes(String version) {
        return Optional.ofNullable(byVersion.get(version));
    }

    private static byte[] decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a master key has 32 bytes, this one has " + bytes.length);
        }
        return bytes;
    }
}
