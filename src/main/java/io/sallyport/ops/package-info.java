/// Health, status and metrics listeners.
///
/// May import: floors below.
/// Read first: OpsRoutes.
@NullMarked
package io.sallyport.ops;

import org.jspecify.annotations.NullMarked;
