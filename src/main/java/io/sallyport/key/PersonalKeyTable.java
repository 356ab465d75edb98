package io.sallyport.key;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements on those columns of `api_key` that belong to people.
interface PersonalKeyTable {

    String COLUMNS = """
            select id, user_id as owner, profile_id as profile, display_name as name, prefix, status, allowed_addresses,
              continue_opt_in, openwebui_opt_in, sealed_secret is not null as revealable, created_at, expires_at, revoked_at, revoked_by,
              last_used_at
            from api_key
            """;

    /// Gives a key that was just made to its owner.
    @SqlUpdate("""
            update api_key
            set user_id = :owner, profile_id = :profile, continue_opt_in = :continueOptIn,
              openwebui_opt_in = :openwebuiOptIn, sealed_secret = :sealedSecret
            where id = :key
            """)
    void give(@BindRecord Gift gift);

    /// How many keys of a user for a backend profile work, apart from one.
    @SqlQuery("""
            select count(*) from api_key
            where user_id = :owner and profile_id = :profile and id <> :apart and status <> 'revoked'
              and (expires_at is null or expires_at > :now)
            """)
    long working(
            @Bind("owner") UserId owner,
            @Bind("profile") BackendProfileId profile,
            @Bind("apart") KeyId apart,
            @Bind("now") Instant now);

    @SqlQuery(COLUMNS + "where user_id = :owner and profile_id is not null order by id desc")
    List<PersonalKey> list(@Bind("owner") UserId owner);

    @SqlQuery(COLUMNS + "where user_id = :owner and profile_id is not null and id = :id")
    Optional<PersonalKey> find(@Bind("owner") UserId owner, @Bind("id") KeyId id);

    @SqlQuery("select sealed_secret from api_key where id = :id and sealed_secret is not null")
    Optional<String> sealedSecret(@Bind("id") KeyId id);

    @SqlUpdate("""
            update api_key
            set display_name = :name, allowed_addresses = :addresses, continue_opt_in = :continueOptIn,
              openwebui_opt_in = :openwebuiOptIn, version = version + 1
            where id = :id
            """)
    void change(@Bind("id") KeyId id, @Bind("name") String name, @BindRecord Agreed agreed);

    /// Lets a key end at a moment, unless it ends before.
    @SqlUpdate("update api_key set expires_at = least(expires_at, :end), version = version + 1 where id = :id")
    void endBy(@Bind("id") KeyId id, @Bind("end") Instant end);

    /// Whose a key becomes, and on what terms.
    record Gift(
            KeyId key,
            UserId owner,
            BackendProfileId profile,
            boolean continueOptIn,
            boolean openwebuiOptIn,
            Optional<String> sealedSecret) {}

    /// What an owner says of the use of a key.
    record Agreed(AllowedAddresses addresses, boolean continueOptIn, boolean openwebuiOptIn) {}
}
