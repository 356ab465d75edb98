/// Name to plan, health, strategies, trying targets.
///
/// May import: floors below, identity, catalog, provider.
/// Read first: Dispatcher.
@NullMarked
package io.sallyport.routing;

import org.jspecify.annotations.NullMarked;
