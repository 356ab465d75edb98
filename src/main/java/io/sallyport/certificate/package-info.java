/// The certificate of the main listener, where it is ordered and renewed by ACME.
///
/// May import: floors below.
/// Read first: CertificateKeeper.
@NullMarked
package io.sallyport.certificate;

import org.jspecify.annotations.NullMarked;
