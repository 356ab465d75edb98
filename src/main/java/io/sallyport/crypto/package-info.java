/// Key hashing, random tokens, sealing.
///
/// May import: lang.
/// Read first: KeyHasher.
@NullMarked
package io.sallyport.crypto;

import org.jspecify.annotations.NullMarked;
