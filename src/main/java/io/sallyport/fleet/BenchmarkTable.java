package io.sallyport.fleet;

import io.sallyport.database.BindRecord;
import io.sallyport.fleet.Benchmarks.SampleRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `node_benchmark`.
interface BenchmarkTable {

    @SqlBatch("""
            insert into node_benchmark (id, service_id, asset_id, workload, results, observed_at, received_at)
            values (:id, :serviceId, :assetId, :workload, cast(:results as jsonb), :observedAt, :receivedAt)
            on conflict (id) do update set service_id = excluded.service_id, asset_id = excluded.asset_id,
              workload = excluded.workload, results = excluded.results, observed_at = excluded.observed_at,
              received_at = excluded.received_at
            where node_benchmark.service_id = excluded.service_id
            """)
    void put(@BindRecord List<SampleRow> rows);

    @SqlQuery("""
            select id, service_id, asset_id, workload, results::text as results, observed_at, received_at
            from node_benchmark where observed_at > :since order by observed_at desc limit :most
            """)
    List<SampleRow> recent(@Bind("since") Instant since, @Bind("most") int most);

    @SqlUpdate("delete from node_benchmark where observed_at < :before")
    void forget(@Bind("before") Instant before);
}
