package io.sallyport.portal;

import io.sallyport.lang.Header;
import java.util.List;

/// What a browser may do with anything we serve to people.
///
/// Source: DD-34 of the security catalogue.
final class BrowserPolicy {
    static final String REPORTS = "/csp-report";

    static final List<Header> HEADERS = List.of(
            new Header(
                    "content-security-policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self';"
                            + " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'; report-uri " + REPORTS),
            new Header("x-content-type-options", "nosniff"),
            new Header("referrer-policy", "no-referrer"),
            new Header("cross-origin-opener-policy", "same-origin"),
            new Header("cross-origin-resource-policy", "same-origin"),
            new Header(
                    "permissions-policy",
                    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
            // Browsers heed it only over TLS, so it does no harm on a developer's machine.
            new Header("strict-transport-security", "max-age=31536000"));

    private BrowserPolicy() {}
}
