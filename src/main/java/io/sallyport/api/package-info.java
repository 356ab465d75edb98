/// /v1/* for programs.
///
/// May import: floors below.
/// Read first: ApiRoutes.
@NullMarked
package io.sallyport.api;

import org.jspecify.annotations.NullMarked;
