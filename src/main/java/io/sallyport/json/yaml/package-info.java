/// Typed reading of a YAML file: one declaration per key gives its value, its place in the schema, and its problems.
///
/// May import: lang, json.
/// Read first: Section.
@NullMarked
package io.sallyport.json.yaml;

import org.jspecify.annotations.NullMarked;
