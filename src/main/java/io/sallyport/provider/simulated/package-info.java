/// The built-in simulated provider: deterministic answers in two dialects, scripted by the model's name.
///
/// May import: floors below.
/// Read first: SimulatedUpstream, then Behaviour.
@NullMarked
package io.sallyport.provider.simulated;

import org.jspecify.annotations.NullMarked;
