package io.sallyport.counters;

import java.time.Instant;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// Shared counters in PostgreSQL; ids are written as hexadecimal digits.
public interface CounterTable {

    /// What was taken. The row's lock makes every statement see what the one before it took.
    @SqlQuery("""
            insert into shared_counter as c (id, started_at, forget_at, taken, last_take)
            values (:id::uuid, :start, clock_timestamp() + make_interval(secs => :lifetime),
                    least(:want, :cap), least(:want, :cap))
            on conflict (id, started_at) do update
            set last_take = greatest(0, least(:want, :cap - c.taken)),
                taken = c.taken + greatest(0, least(:want, :cap - c.taken))
            returning last_take""")
    long take(String id, Instant start, double lifetime, long cap, long want);

    @SqlUpdate("""
            update shared_counter set taken = greatest(0, taken - :amount)
            where id = :id::uuid and started_at = :start""")
    void giveBack(String id, Instant start, long amount);

    /// What the instance holds now. Places of the dead are cleared away.
    @SqlQuery("""
            insert into shared_slots as s (id, holders, changed_at)
            values (:id::uuid, jsonb_build_object(:instance, greatest(:held, least(:wanted, :cap))), clock_timestamp())
            on conflict (id) do update
            set (holders, changed_at) = (
              select coalesce(jsonb_object_agg(h.key, h.value::bigint) filter (where h.value is not null), '{}')
                       || jsonb_build_object(:instance, greatest(
                            :held, least(:wanted, :cap - coalesce(sum(h.value::bigint), 0)::bigint))),
                     clock_timestamp()
              from jsonb_each_text(s.holders) h
                join counter_instance i on i.id = h.key::uuid
                  and i.seen_at > clock_timestamp() - make_interval(secs => :lease)
              where h.key <> :instance)
            returning (holders ->> :instance)::bigint""")
    long hold(String id, String instance, double lease, long cap, long held, long wanted);

    @SqlQuery("""
            with beat as (
              insert into counter_instance as c (id, seen_at, was_known)
              values (:instance::uuid, clock_timestamp(), false)
              on conflict (id) do update
              set was_known = c.seen_at > clock_timestamp() - make_interval(secs => :lease),
                  seen_at = clock_timestamp()
              returning was_known)
            select was_known as known, 1 + (
              select count(*) from counter_instance
              where id <> :instance::uuid and seen_at > clock_timestamp() - make_interval(secs => :lease)) as instances
            from beat""")
    Beat beat(String instance, double lease);

    @SqlUpdate("delete from counter_instance where id = :instance::uuid")
    void leave(String instance);

    @SqlUpdate("delete from shared_counter where forget_at < clock_timestamp()")
    void forgetWindows();

    @SqlUpdate("delete from shared_slots where changed_at < clock_timestamp() - make_interval(secs => :after)")
    void forgetSlots(double after);

    @SqlUpdate("delete from counter_instance where seen_at < clock_timestamp() - make_interval(secs => :after)")
    void forgetInstances(double after);

    /// The answer to a sign of life.
    ///
    /// @param known whether the one before it came in time
    /// @param instances how many live, the asking one among them
    record Beat(boolean known, int instances) {}
}
