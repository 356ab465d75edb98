/// Connections, transactions, migrations, embedded PostgreSQL, batched writer.
///
/// May import: lang.
/// Read first: Database.
@NullMarked
package io.sallyport.database;

import org.jspecify.annotations.NullMarked;
