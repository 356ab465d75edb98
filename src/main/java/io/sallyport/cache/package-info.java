/// Answers that are given again to whoever asks the same: once paid for, then free and fast. Off unless
/// switched on.
///
/// May import `identity` and `usage` beside the lower floors. Read [io.sallyport.cache.ResponseCache] first.
@NullMarked
package io.sallyport.cache;

import org.jspecify.annotations.NullMarked;
