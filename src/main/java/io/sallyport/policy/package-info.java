/// Terms to accept: texts, their versions, and who accepted which.
///
/// May import: floors below.
/// Read first: Policies.
@NullMarked
package io.sallyport.policy;

import org.jspecify.annotations.NullMarked;
