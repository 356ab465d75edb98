/// Checks on what goes in and comes out.
///
/// A [Recogniser] says what kind of thing ends where; a [Detector] has several of them look at a text and at
/// what the text was disguised from, and tells [Finding]s or writes a [StreamMask]: whole texts and streams by
/// one engine, so that a stream is masked as its whole text is, however it is cut. The recognisers themselves
/// are in `builtin`.
///
/// May import: floors below, identity.
/// Read first: Detector.
@NullMarked
package io.sallyport.guardrail;

import org.jspecify.annotations.NullMarked;
