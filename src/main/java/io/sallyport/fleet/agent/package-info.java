/// The program that runs on a node: finds its model servers, tells a gateway about them.
///
/// May import: as `fleet`.
/// Read first: NodeAgent.
@NullMarked
package io.sallyport.fleet.agent;

import org.jspecify.annotations.NullMarked;
