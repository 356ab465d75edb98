package io.sallyport.profile;

import io.sallyport.database.BindRecord;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.policy.PolicyId;
import io.sallyport.policy.Title;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `backend_profile`, `backend_profile_backend` and `backend_profile_policy`.
interface BackendProfileTable {

    String COLUMNS = """
            select p.id, p.name, p.description, p.place, p.metadata_audit, p.content_audit,
              p.default_expiry_days, p.enforce_expiry, p.max_keys_per_user, p.openwebui_headers, p.oidc_groups,
              p.allowed_models, p.loss_policy, p.quotas::text as quotas, p.removed_at is not null as removed,
              array(select backend from backend_profile_backend b where b.profile_id = p.id order by backend)
                as backends,
              array(select l.policy_id from backend_profile_policy l join policy on policy.id = l.policy_id
                    where l.profile_id = p.id and policy.removed_at is null order by policy.name) as policies
            from backend_profile p
            """;

    @SqlQuery(COLUMNS + "where p.removed_at is null order by p.name")
    List<ProfileRow> list();

    @SqlQuery(COLUMNS + "where p.id = :id and p.removed_at is null")
    Optional<ProfileRow> find(@Bind("id") BackendProfileId id);

    /// Those of the configuration, taken away or not.
    @SqlQuery(COLUMNS + "where p.source = 'config' order by p.id")
    List<ProfileRow> configured();

    /// Lets one change of terms after the other happen, on all instances, until the transaction ends.
    @SqlQuery("select 1 from (select pg_advisory_xact_lock(hashtext('sallyport terms'))) as held")
    int takeTurn();

    /// Lets one key after the other be made for a user and a backend profile, until the transaction ends.
    @SqlQuery("select 1 from (select pg_advisory_xact_lock(hashtextextended(:user || ' ' || :profile, 0))) as held")
    int takeTurn(@Bind("user") String user, @Bind("profile") String profile);

    /// @return 0 when the name is taken
    @SqlUpdate("""
            insert into backend_profile (id, name, name_key, description, source, place, metadata_audit,
              content_audit, default_expiry_days, enforce_expiry, max_keys_per_user, openwebui_headers, oidc_groups,
              allowed_models, loss_policy, quotas, created_at)
            values (:id, :name, :nameKey, :description, case when cast(:place as text) is null then 'admin' else 'config' end,
              :place, :metadataAudit, :contentAudit, :defaultExpiryDays, :enforceExpiry,
              :maxKeysPerUser, :openwebuiHeaders, :oidcGroups, :allowedModels, lower(:lossPolicy), cast(:quotas as jsonb), :at)
            on conflict (name_key) where removed_at is null do nothing
            """)
    int insert(@BindRecord ProfileRow profile, @Bind("nameKey") String nameKey, @Bind("at") Instant at);

    /// @return 0 when the name is another's
    @SqlUpdate("""
            update backend_profile
            set name = :name, name_key = :nameKey, description = :description, place = :place,
              metadata_audit = :metadataAudit, content_audit = :contentAudit, default_expiry_days = :defaultExpiryDays,
              enforce_expiry = :enforceExpiry, max_keys_per_user = :maxKeysPerUser,
              openwebui_headers = :openwebuiHeaders, oidc_groups = :oidcGroups, allowed_models = :allowedModels,
              loss_policy = lower(:lossPolicy), quotas = cast(:quotas as jsonb), removed_at = null
            where id = :id
              and not exists (
                select 1 from backend_profile o where o.name_key = :nameKey and o.id <> :id and o.removed_at is null)
            """)
    int update(@BindRecord ProfileRow profile, @Bind("nameKey") String nameKey);

    @SqlUpdate("delete from backend_profile_backend where profile_id = :id")
    void clearBackends(@Bind("id") BackendProfileId id);

    @SqlUpdate("delete from backend_profile_policy where profile_id = :id")
    void clearPolicies(@Bind("id") BackendProfileId id);

    @SqlUpdate(
            "insert into backend_profile_backend (profile_id, backend) select :id, unnest(cast(:backends as text[]))")
    void addBackends(@Bind("id") BackendProfileId id, @Bind("backends") List<String> backends);

    @SqlUpdate(
            "insert into backend_profile_policy (profile_id, policy_id) select :id, unnest(cast(:policies as text[]))")
    void addPolicies(@Bind("id") BackendProfileId id, @Bind("policies") List<String> policies);

    @SqlUpdate("update backend_profile set removed_at = :at where id = :id")
    void remove(@Bind("id") BackendProfileId id, @Bind("at") Instant at);

    /// A backend profile as it is stored.
    ///
    /// @param quotas JSON
    record ProfileRow(
            BackendProfileId id,
            String name,
            String description,
            Optional<String> place,
            boolean metadataAudit,
            boolean contentAudit,
            Optional<Integer> defaultExpiryDays,
            boolean enforceExpiry,
            int maxKeysPerUser,
            boolean openwebuiHeaders,
            List<String> oidcGroups,
            Optional<List<String>> allowedModels,
            LossPolicy lossPolicy,
            String quotas,
            boolean removed,
            List<String> backends,
            List<String> policies) {

        static ProfileRow of(BackendProfile profile) {
            Bundle bundle = profile.bundle();
            return new ProfileRow(
                    profile.id(),
                    bundle.title().name(),
                    bundle.title().description(),
                    profile.place(),
                    bundle.recording().metadata(),
                    bundle.recording().content(),
                    bundle.keys().defaultExpiryDays(),
                    bundle.keys().enforceExpiry(),
                    bundle.keys().maxKeysPerUser(),
                    bundle.keys().openwebuiHeaders(),
                    bundle.access().groups(),
                    bundle.access().allowedModels(),
                    bundle.access().losses(),
                    JsonCodec.write(bundle.quotas()).toString(),
                    false,
                    bundle.access().backends(),
                    bundle.policies().stream().map(PolicyId::value).toList());
        }

        BackendProfile toProfile() {
            return new BackendProfile(
                    id,
                    place,
                    new Bundle(
                            new Title(name, description),
                            new Access(oidcGroups, backends, allowedModels, lossPolicy),
                            new Recording(metadataAudit, contentAudit),
                            new KeyRules(defaultExpiryDays, enforceExpiry, maxKeysPerUser, openwebuiHeaders),
                            Json.parse(quotas).elements().stream()
                                    .map(quota -> JsonCodec.read(quota, Quota.class))
                                    .toList(),
                            policies.stream().map(PolicyId::new).toList()));
        }
    }
}
