/// Values everyone speaks: ids, money, secrets, deadlines, refusals.
///
/// May import: the JDK only.
/// Read first: Refusal.
@NullMarked
package io.sallyport.lang;

import org.jspecify.annotations.NullMarked;
