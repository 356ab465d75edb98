package io.sallyport.ops;

import io.sallyport.database.BindRecord;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// What instances have counted, and who was active.
interface MetricTable {
    /// The instance that holds the sum of those that are gone.
    String FOLDED = "";

    @SqlUpdate("""
            insert into metric_instance (id, seen_at, version) values (:id, clock_timestamp(), 0)
            on conflict do nothing""")
    void arrive(String id);

    /// Zero when the instance was taken for gone.
    @SqlUpdate("""
            update metric_instance set seen_at = clock_timestamp(), version = :version,
                   program = :program, settings = :settings, changes = :changes
            where id = :id and folded_at is null""")
    int beat(@Bind("id") String id, @Bind("version") long version, @BindRecord Running running);

    @SqlQuery("select version from metric_instance where id = :id")
    Optional<Long> version(String id);

    @SqlQuery("""
            select id, program, settings, changes from metric_instance
            where folded_at is null and seen_at > clock_timestamp() - make_interval(secs => :goneAfterSeconds)
            order by id""")
    List<Instance> present(double goneAfterSeconds);

    /// Writes whole numbers, never differences, so that a repetition changes nothing.
    @SqlUpdate("""
            insert into metric_series (instance, metric, labels, counts)
            select :instance, s.metric, s.labels, string_to_array(s.counts, ' ')::bigint[]
            from unnest(:metrics::text[], :labels::text[], :counts::text[]) s (metric, labels, counts)
            on conflict (instance, metric, labels) do update set counts = excluded.counts""")
    void put(String instance, String[] metrics, String[] labels, String[] counts);

    /// Every series; those of the folded sum first.
    @SqlQuery("""
            select s.metric, s.labels, array_to_string(s.counts, ' ') as counts,
                   coalesce(i.seen_at > clock_timestamp() - make_interval(secs => :goneAfterSeconds), false) as alive
            from metric_series s left join metric_instance i on i.id = s.instance
            order by s.instance, s.metric, s.labels""")
    List<Stored> all(double goneAfterSeconds);

    @SqlQuery("""
            select metric, labels, array_to_string(counts, ' ') as counts, false as alive
            from metric_series where instance = any(:instances)
            order by instance, metric, labels""")
    List<Stored> of(String[] instances);

    @SqlQuery("select pg_try_advisory_xact_lock(hashtext('sallyport.metric.fold'))")
    boolean lockFold();

    @SqlQuery("""
            select id from metric_instance
            where folded_at is null and id <> :own
              and seen_at <= clock_timestamp() - make_interval(secs => :goneAfterSeconds)
            order by id for update""")
    List<String> gone(String own, double goneAfterSeconds);

    @SqlUpdate("delete from metric_series where instance = any(:instances)")
    void remove(String[] instances);

    @SqlUpdate("update metric_instance set folded_at = clock_timestamp() where id = any(:instances)")
    void markFolded(String[] instances);

    @SqlUpdate("delete from metric_instance where folded_at < clock_timestamp() - interval '30 days'")
    void forgetTombstones();

    @SqlUpdate("""
            insert into daily_active (day, surface, person)
            select :day, s.surface, s.person from unnest(:surfaces::text[], :persons::text[]) s (surface, person)
            on conflict do nothing""")
    void seen(LocalDate day, String[] surfaces, String[] persons);

    @SqlUpdate("delete from daily_active where day < :day")
    void forgetDaysBefore(LocalDate day);

    @SqlQuery("""
            select count(*) filter (where surface = 'gateway') as gateway,
                   count(*) filter (where surface = 'open_webui') as open_webui,
                   count(distinct person) filter (where surface <> 'portal') as either,
                   count(*) filter (where surface = 'portal') as portal
            from daily_active where day = :day""")
    Active active(LocalDate day);

    /// One series as it is stored.
    record Stored(String metric, String labels, String counts, boolean alive) {}

    /// How many people were active on one day.
    ///
    /// @param either distinct people of gateway and Open WebUI together
    record Active(long gateway, long openWebui, long either, long portal) {}
}
