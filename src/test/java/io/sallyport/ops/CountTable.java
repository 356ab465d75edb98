package io.sallyport.ops;

import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// Rows of anything, for tests.
interface CountTable {
    @SqlQuery("select count(*) from <from>")
    int rowsOf(@Define String from);
}
