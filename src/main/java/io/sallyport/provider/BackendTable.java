package io.sallyport.provider;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `backend`.
interface BackendTable {

    String COLUMNS = """
            select id, name, kind, base_url, credential_mode, credential, headers, models,
              options::text as options, labels::text as labels, timeout_ms, skip_tls_verify, enabled, source, place,
              version, created_at, updated_at
            from backend
            """;

    @SqlQuery(COLUMNS + "order by name")
    List<BackendRow> all();

    @SqlQuery(COLUMNS + "where id = :word or name = :word order by id = :word desc limit 1")
    Optional<BackendRow> find(@Bind("word") String idOrName);

    @SqlQuery(COLUMNS + "where id = :word or name = :word order by id = :word desc limit 1 for update")
    Optional<BackendRow> lock(@Bind("word") String idOrName);

    /// @return 0 when the name is taken
    @SqlUpdate("""
            insert into backend (id, name, kind, base_url, credential_mode, credential, headers, models, options, labels,
              timeout_ms, skip_tls_verify, enabled, source, place, created_at, updated_at)
            values (:id, :name, :kind, :baseUrl, :credentialMode, :credential, :headers, :models,
              cast(:options as jsonb), cast(:labels as jsonb), :timeoutMs, :skipTlsVerify, :enabled, :source, :place, :createdAt, :updatedAt)
            on conflict (name) do nothing
            """)
    int insert(@BindRecord BackendRow row);

    @SqlUpdate("""
            update backend set kind = :kind, base_url = :baseUrl, credential_mode = :credentialMode,
              credential = :credential, headers = :headers, models = :models,
              options = cast(:options as jsonb), labels = cast(:labels as jsonb), timeout_ms = :timeoutMs,
              skip_tls_verify = :skipTlsVerify, enabled = :enabled, place = :place, updated_at = :updatedAt,
              version = version + 1
            where id = :id
            """)
    void update(@BindRecord BackendRow row);

    @SqlUpdate("delete from backend where id = :id")
    void delete(@Bind("id") String id);

    /// One backend.
    ///
    /// @param credential sealed; empty when there is none
    /// @param headers a JSON object, sealed; empty when there are none
    /// @param options a JSON object of [BackendWords], as are the labels
    /// @param timeoutMs milliseconds; empty for the usual time
    record BackendRow(
            String id,
            String name,
            String kind,
            String baseUrl,
            String credentialMode,
            Optional<String> credential,
            Optional<String> headers,
            List<String> models,
            String options,
            String labels,
            Optional<Long> timeoutMs,
            boolean skipTlsVerify,
            boolean enabled,
            String source,
            String place,
            long version,
            Instant createdAt,
            Instant updatedAt) {

        /// The database spaces and sorts JSON in its own way; the same words are the same row.
        public BackendRow {
            options = BackendWords.write(BackendWords.read(options));
            labels = BackendWords.write(BackendWords.read(labels));
        }
    }
}
