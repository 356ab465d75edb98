package io.sallyport.policy;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the tables `acceptance` and `key_policy_snapshot`.
interface AcceptanceTable {

    String COLUMNS = """
            id, user_id as user, user_name, policy_id as policy, policy_name, version, profile_id as profile,
            profile_name, accepted_at
            """;

    /// @return 0 when this version is accepted already
    @SqlUpdate("""
            insert into acceptance (id, user_id, user_name, policy_id, policy_name, version, profile_id, profile_name,
              accepted_at)
            values (:id, :user, :userName, :policy, :policyName, :version, :profile, :profileName, :acceptedAt)
            on conflict (user_id, profile_id, policy_id, version) do nothing
            """)
    int insert(@BindRecord Acceptance acceptance);

    @SqlQuery("select " + COLUMNS + """
            from acceptance
            where user_id = :user and profile_id = :profile and policy_id = :policy and version = :version
            """)
    Acceptance get(@BindRecord Consent consent);

    /// The newest acceptance of each policy under each backend profile.
    @SqlQuery("select distinct on (profile_id, policy_id) " + COLUMNS + """
            from acceptance where user_id = :user order by profile_id, policy_id, version desc
            """)
    List<Acceptance> latest(@Bind("user") UserId user);

    /// Acceptances with an id below one, newest first.
    @SqlQuery("select " + COLUMNS + """
            from acceptance
            where (cast(:below as text) is null or id < :below)
              and (cast(:user as text) is null or user_id = :user)
              and (cast(:like as text) is null or user_name ilike :like)
              and (cast(:policy as text) is null or policy_id = :policy)
              and (cast(:profile as text) is null or profile_id = :profile)
            order by id desc
            limit :count
            """)
    List<Acceptance> list(@BindRecord Asked asked, @Bind("below") Optional<String> below, @Bind("count") int count);

    @SqlUpdate("""
            insert into key_policy_snapshot (key_id, policy_id, policy_name, version, accepted_at)
            values (:key, :policy, :policyName, :version, :acceptedAt)
            """)
    void keep(@Bind("key") KeyId key, @BindRecord KeyPolicy policy);

    @SqlQuery("""
            select policy_id as policy, policy_name, version, accepted_at
            from key_policy_snapshot where key_id = :key order by policy_name
            """)
    List<KeyPolicy> ofKey(@Bind("key") KeyId key);

    /// A filter.
    ///
    /// @param like pattern for the user's name
    record Asked(
            Optional<UserId> user,
            Optional<String> like,
            Optional<PolicyId> policy,
            Optional<BackendProfileId> profile) {}
}
