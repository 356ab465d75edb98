/// What stands in `deploy/`: it is built, unpacked, rendered and read, as far as a build machine can.
///
/// Start with [io.sallyport.deploy.Release].
@NullMarked
package io.sallyport.deploy;

import org.jspecify.annotations.NullMarked;
