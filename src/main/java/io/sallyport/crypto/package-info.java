/// Hashing of keys and passwords, signing and checking of tokens.
///
/// May import: lang.
/// Read first: KeyHasher, TokenVerifier.
@NullMarked
package io.sallyport.crypto;

import org.jspecify.annotations.NullMarked;
