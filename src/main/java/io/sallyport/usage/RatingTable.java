package io.sallyport.usage;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of pricing past usage anew.
interface RatingTable {
    /// What a correction changes in its sums, beside the dimensions.
    String CHANGES = """
            0, 0, 0, 0, 0, 0, 0, 0,
            -count(*) filter (where c.old_cost_pico_usd is null and (u.success or u.input_tokens is not null)),
            sum(c.new_cost_pico_usd - coalesce(c.old_cost_pico_usd, 0)), 0, 0, 0, 0, 0
            from usage_correction c join usage_record u using (request_id)
            where c.rerating_id = :pass and c.request_id = any(:calls)
            """;

    String COUNTERS = """
            calls, errors, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
            estimated_calls, unknown_cost_calls, cost_pico_usd, total_us, streamed_calls, first_token_us,
            streamed_tokens, streaming_us
            """;

    String ADD_UP = """
            do update set unknown_cost_calls = s.unknown_cost_calls + excluded.unknown_cost_calls,
              cost_pico_usd = s.cost_pico_usd + excluded.cost_pico_usd
            """;

    String DIMENSIONS = """
            slot, tenant_id, project_id, key_id, user_id, backend_profile_id, principal, operation, alias, backend,
            provider_kind, upstream_model, status_class
            """;

    String DIMENSIONS_OF_END_USERS = """
            slot, tenant_id, project_id, key_id, user_id, backend_profile_id, end_user, alias
            """;

    @SqlUpdate("""
            insert into usage_rerating (id, made_by, begins_at, ends_at, price)
            values (:id, :by, :from, :to, cast(:price as jsonb))
            """)
    int open(UUID id, String by, @BindRecord Reratings.Scope scope, Optional<String> price);

    @SqlUpdate("""
            update usage_rerating set calls = :calls, corrected = :corrected, before_pico_usd = :before,
                   after_pico_usd = :after
            where id = :id
            """)
    int close(UUID id, long calls, long corrected, Money before, Money after);

    @SqlQuery("""
            select id, made_at, made_by, begins_at, ends_at, price::text as price, calls, corrected,
                   before_pico_usd as before, after_pico_usd as after
            from usage_rerating order by made_at desc limit 100
            """)
    List<Reratings.Pass> passes();

    /// Calls in the order of their ids, locked until the transaction ends.
    @SqlQuery("""
            select request_id, started_at, operation, alias, provider_kind, upstream_model, input_tokens,
                   cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, images,
                   cost_pico_usd as cost, price::text as price
            from usage_record
            where request_id >= request_id_floor(:from) and request_id < request_id_floor(:to)
              and (cast(:after as uuid) is null or request_id > :after)
              and (cast(:provider as text) is null or provider_kind = :provider)
              and (cast(:model as text) is null or upstream_model = :model)
            order by request_id limit :limit for update
            """)
    List<RatedCall> calls(@BindRecord Reratings.Scope scope, Optional<UUID> after, int limit);

    @SqlBatch("""
            update usage_record set cost_pico_usd = :newCost, price = cast(:newPrice as jsonb)
            where request_id = :requestId
            """)
    int[] correct(@BindRecord List<Correction> corrections);

    @SqlBatch("""
            insert into usage_correction
              (rerating_id, request_id, old_cost_pico_usd, new_cost_pico_usd, old_price, new_price)
            values (:pass, :requestId, :oldCost, :newCost, cast(:oldPrice as jsonb), cast(:newPrice as jsonb))
            """)
    int[] keep(@BindRecord List<Correction> corrections);

    @SqlUpdate("insert into usage_sum as s (" + DIMENSIONS + ", " + COUNTERS + ") select " + """
            date_bin('15 minutes', u.started_at, timestamptz '2000-01-01 00:00:00Z'), u.tenant_id, u.project_id,
            u.key_id, u.user_id, u.backend_profile_id, u.principal, u.operation, u.alias, u.backend, u.provider_kind,
            u.upstream_model, u.status / 100,
            """ + CHANGES
            + "group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13"
            + " order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 on conflict (" + DIMENSIONS + ") " + ADD_UP)
    int adjustSums(UUID pass, List<UUID> calls);

    @SqlUpdate("insert into usage_end_user_sum as s (" + DIMENSIONS_OF_END_USERS + ", " + COUNTERS + ") select " + """
            date_bin('15 minutes', u.started_at, timestamptz '2000-01-01 00:00:00Z'), u.tenant_id, u.project_id,
            u.key_id, u.user_id, u.backend_profile_id, u.end_user, u.alias,
            """
            + CHANGES + "and u.end_user <> '' group by 1, 2, 3, 4, 5, 6, 7, 8"
            + " order by 1, 2, 3, 4, 5, 6, 7, 8 on conflict (" + DIMENSIONS_OF_END_USERS + ") " + ADD_UP)
    int adjustSumsOfEndUsers(UUID pass, List<UUID> calls);

    /// What a cost follows from.
    record RatedCall(
            UUID requestId,
            Instant startedAt,
            String operation,
            String alias,
            String providerKind,
            String upstreamModel,
            Optional<Long> inputTokens,
            Optional<Long> cachedInputTokens,
            Optional<Long> cacheWriteTokens,
            Optional<Long> outputTokens,
            Optional<Long> reasoningTokens,
            long images,
            Optional<Money> cost,
            Optional<String> price) {}

    /// A cost that took the place of another.
    record Correction(
            UUID requestId,
            UUID pass,
            Optional<Money> oldCost,
            Money newCost,
            Optional<String> oldPrice,
            String newPrice) {}
}
