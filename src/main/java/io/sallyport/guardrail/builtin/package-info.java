/// The checks that come with the gateway: personal data, secrets, listed words, attempts to take over a model.
///
/// May import: floors below, guardrail.
/// Read first: PersonalRecords.
@NullMarked
package io.sallyport.guardrail.builtin;

import org.jspecify.annotations.NullMarked;
