/// Finished calls for programs beside the gateway: files, object stores, webhooks, collectors of logs. Facts
/// only.
///
/// May import: floors below, journal (which knows nothing of this package).
/// Read first: CallExport.
@NullMarked
package io.sallyport.journal.export;

import org.jspecify.annotations.NullMarked;
