/// Local nodes: registration, heartbeats, keys of nodes, what of them can be called now.
///
/// May import: floors 0 to 2, `catalog`. Start reading at [io.sallyport.fleet.NodeRegistry].
@NullMarked
package io.sallyport.fleet;

import org.jspecify.annotations.NullMarked;
