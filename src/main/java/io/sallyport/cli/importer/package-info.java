/// Files of other gateways, carried over into settings of this one, with a word about every key.
///
/// May import: json and below.
/// Read first: ImportedFile.
@NullMarked
package io.sallyport.cli.importer;

import org.jspecify.annotations.NullMarked;
