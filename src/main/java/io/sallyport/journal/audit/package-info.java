/// The audit trail: one event per call, kept on disk until OpenSearch has it, and read again from there or from
/// the request log.
///
/// May import: floors below, journal (which knows nothing of this package), identity, usage.
/// Read first: AuditTrail.
@NullMarked
package io.sallyport.journal.audit;

import org.jspecify.annotations.NullMarked;
