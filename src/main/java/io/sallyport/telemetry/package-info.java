/// Meters, spans, log set-up.
///
/// May import: lang.
/// Read first: Meters.
@NullMarked
package io.sallyport.telemetry;

import org.jspecify.annotations.NullMarked;
