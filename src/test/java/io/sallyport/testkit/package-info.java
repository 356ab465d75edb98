/// What tests share: scripted upstreams, a faulty network, strict readers, guards against leaks.
///
/// May import: everything.
/// Read first: ScriptedUpstream.
@NullMarked
package io.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
