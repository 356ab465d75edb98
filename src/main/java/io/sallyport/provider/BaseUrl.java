package io.sallyport.provider;

import java.net.URI;
import java.util.Locale;

/// A backend's address in the one form the gateway keeps: no trailing slash, no trailing `/v1`.
///
/// So a path such as `/v1/models` can always be appended and `/v1/v1` cannot happen (requirement PR32).
public final class BaseUrl {
    private BaseUrl() {}

    /// Errors: IllegalArgumentException for anything but an absolute http or https address without user, query and
    /// fragment.
    public static URI of(String text) {
        String bare = text.strip();
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        if (bare.endsWith("/v1")) {
            bare = bare.substring(0, bare.length() - "/v1".length());
        }
        URI url = URI.create(bare);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || url.getHost() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a base URL is http(s)://host[:port][/path]");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a base URL has no query and no fragment");
        }
        return url;
    }
}
