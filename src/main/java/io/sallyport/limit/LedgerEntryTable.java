package io.sallyport.limit;

import io.sallyport.database.BindRecord;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The statement that writes entries of the ledger.
///
/// It stands alone, because it is the one that follows calls: before each statement all others of its table are
/// made ready, too.
interface LedgerEntryTable {

    @SqlQuery("""
            select bucket, forced from ledger_settle(
              :instance, :ids::uuid[], :kinds::text[], :moments::timestamptz[], :buckets::text[],
              :requests::bigint[], :tokens::bigint[], :costs::text[], :overruns::boolean[])""")
    List<Written> settle(@BindRecord Batch batch);

    /// How calls ended, column by column, each as the text of an array.
    ///
    /// @param costs empty texts where nobody knows
    record Batch(
            UUID instance,
            String ids,
            String kinds,
            String moments,
            String buckets,
            String requests,
            String tokens,
            String costs,
            String overruns) {}

    /// What a batch of entries did to a bucket.
    ///
    /// @param bucket -1 when the instance was given up and nothing was written
    /// @param forced what the instance got although it was not left, because calls used more than it held
    record Written(long bucket, long forced) {}
}
