/// Commands: up, migrate, key, config.
///
/// May import: floors below.
/// Read first: Cli.
@NullMarked
package io.sallyport.cli;

import org.jspecify.annotations.NullMarked;
