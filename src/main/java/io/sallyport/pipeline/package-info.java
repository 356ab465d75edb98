/// The order in which rooms are visited.
///
/// May import: floors below.
/// Read first: CallPipeline.
@NullMarked
package io.sallyport.pipeline;

import org.jspecify.annotations.NullMarked;
