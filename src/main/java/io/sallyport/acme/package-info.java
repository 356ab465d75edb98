/// Certificates ordered by ACME (RFC 8555).
///
/// May import: lang.
/// Read first: AcmeClient.
@NullMarked
package io.sallyport.acme;

import org.jspecify.annotations.NullMarked;
