/// Blueprints: all that operators keep in the database as one document, which can be exported, compared and
/// applied.
///
/// May import: door and everything below it.
/// Read first: Blueprints.
@NullMarked
package io.sallyport.blueprint;

import org.jspecify.annotations.NullMarked;
