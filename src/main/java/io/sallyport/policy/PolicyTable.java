package io.sallyport.policy;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `policy` and `policy_version`.
interface PolicyTable {

    String COLUMNS = """
            select p.id, p.name, p.description, p.place, p.enforce_reacceptance,
              p.removed_at is not null as removed, v.number, v.content, v.requires_acceptance, v.created_at,
              v.created_by, (select max(number) from policy_version r where r.policy_id = p.id and r.requires_acceptance)
              as required_version
            from policy p join policy_version v on v.policy_id = p.id and v.number = p.current_version
            """;

    @SqlQuery(COLUMNS + "where p.removed_at is null order by p.name")
    List<PolicyRow> list();

    @SqlQuery(COLUMNS + "where p.id = :id and p.removed_at is null")
    Optional<PolicyRow> find(@Bind("id") PolicyId id);

    /// Lets nobody hold a policy of the configuration until the transaction ends.
    @SqlQuery("select id from policy where source = 'config' order by id for no key update")
    List<PolicyId> lockConfigured();

    /// Those of the configuration, taken away or not.
    @SqlQuery(COLUMNS + "where p.source = 'config' order by p.id")
    List<PolicyRow> configured();

    @SqlQuery("""
            select number, content, requires_acceptance, created_at, created_by
            from policy_version where policy_id = :id order by number desc
            """)
    List<PolicyVersion> versions(@Bind("id") PolicyId id);

    /// Lets one change of terms after the other happen, on all instances, until the transaction ends.
    @SqlQuery("select 1 from (select pg_advisory_xact_lock(hashtext('sallyport terms'))) as held")
    int takeTurn();

    /// Keeps the texts of some policies as they are until the transaction ends.
    @SqlQuery("select id from policy where id = any(:ids) order by id for share")
    List<PolicyId> hold(@Bind("ids") List<PolicyId> ids);

    /// Adds a policy with its first version.
    ///
    /// @return 0 when the name is taken
    @SqlUpdate("""
            with added as (
              insert into policy (id, name, name_key, description, source, place, enforce_reacceptance,
                current_version, created_at)
              values (:id, :name, :nameKey, :description, case when cast(:place as text) is null then 'admin' else 'config' end,
                :place, :enforceReacceptance, 1, :at)
              on conflict (name_key) where removed_at is null do nothing
              returning id
            )
            insert into policy_version (policy_id, number, content, requires_acceptance, created_at, created_by)
            select id, 1, :content, true, :at, :by from added
            """)
    int insert(@BindRecord PolicyWrite policy);

    /// @return 0 when the name is another's
    @SqlUpdate("""
            update policy
            set name = :name, name_key = :nameKey, description = :description, place = :place,
              enforce_reacceptance = :enforceReacceptance, removed_at = null
            where id = :id
              and not exists (
                select 1 from policy o where o.name_key = :nameKey and o.id <> :id and o.removed_at is null)
            """)
    int update(@BindRecord PolicyWrite policy);

    /// Adds a version and makes it the current one.
    @SqlUpdate("""
            with next as (
              update policy set current_version = current_version + 1 where id = :id returning id, current_version
            )
            insert into policy_version (policy_id, number, content, requires_acceptance, created_at, created_by)
            select id, current_version, :content, :enforceReacceptance, :at, :by from next
            """)
    void addVersion(@BindRecord PolicyWrite policy);

    @SqlUpdate("update policy set removed_at = :at where id = :id")
    void remove(@Bind("id") PolicyId id, @Bind("at") Instant at);

    /// A policy with its current version.
    record PolicyRow(
            PolicyId id,
            String name,
            String description,
            Optional<String> place,
            boolean enforceReacceptance,
            boolean removed,
            int number,
            String content,
            boolean requiresAcceptance,
            Instant createdAt,
            String createdBy,
            int requiredVersion) {

        Policy toPolicy() {
            return new Policy(
                    id,
                    new Title(name, description),
                    place,
                    enforceReacceptance,
                    new PolicyVersion(number, content, requiresAcceptance, createdAt, createdBy),
                    requiredVersion);
        }
    }

    /// What is written of a policy: by whom and when.
    record PolicyWrite(
            PolicyId id,
            String name,
            String nameKey,
            String description,
            Optional<String> place,
            boolean enforceReacceptance,
            String content,
            String by,
            Instant at) {

        static PolicyWrite of(PolicyId id, PolicyDraft draft, Optional<String> place, String by, Instant at) {
            return new PolicyWrite(
                    id,
                    draft.title().name(),
                    draft.title().key(),
                    draft.title().description(),
                    place,
                    draft.enforceReacceptance(),
                    draft.content(),
                    by,
                    at);
        }
    }
}
