/// Local nodes: registration, heartbeats, keys of nodes, what of them can be called now.
///
/// May import: floors below, identity, provider.
/// Read first: NodeRegistry.
@NullMarked
package io.sallyport.fleet;

import org.jspecify.annotations.NullMarked;
