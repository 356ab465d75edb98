/// All settings: one declaration per section, the checks between sections, the reader, and the watch for changes.
///
/// May import: everything but the wiring.
/// Read first: Settings.
@NullMarked
package io.sallyport.app.settings;

import org.jspecify.annotations.NullMarked;
