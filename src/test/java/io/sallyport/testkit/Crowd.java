package io.sallyport.testkit;

/// 5,000 people with 10,000 keys in a database: persons `u-00001` to `u-05000` and keys `k-00001` to `k-10000`
/// of the backend profiles `large` and `small`. Every 500th key is of the small one, every 1,000th is revoked,
/// and each was used in this hour.
public final class Crowd {
    private Crowd() {}

    public static void in(TestDatabase database) {
        database.execute("""
                insert into tenant (id, name, kind, source, created_at)
                select 'u-' || lpad(n::text, 5, '0'), 'person ' || n, 'personal', 'admin', now()
                from generate_series(1, 5000) n
                """);
        database.execute("""
                insert into app_user (id, issuer, subject, email, name, status, operator, groups, personal_tenant_id,
                  source, version, created_at)
                select id, 'https://idp', id, id || '@example.org', name, 'active', false, '{}', id, 'admin', 1, now()
                from tenant where id like 'u-0%'
                """);
        database.execute("""
                insert into backend_profile (id, name, name_key, description, source, created_at)
                values ('large', 'Large', 'large', '', 'admin', now()), ('small', 'Small', 'small', '', 'admin', now())
                """);
        database.execute("""
                insert into api_key (id, tenant_id, project_id, display_name, prefix, secret_hash, status,
                  principal_type, principal_ref, admin, notes, source, created_at, user_id, profile_id)
                select 'k-' || lpad(n::text, 5, '0'), p.tenant_id, p.id, 'laptop', 'prefix' || n, 'hash',
                  case when n % 1000 = 0 then 'revoked' else 'active' end, '', '', false, '', 'admin', now(),
                  'u-' || lpad((1 + n / 2 % 5000)::text, 5, '0'), case when n % 500 = 0 then 'small' else 'large' end
                from generate_series(1, 10000) n,
                  (select tenant_id, id from project where tenant_id not like 'u-%' limit 1) p
                """);
        database.execute("""
                insert into usage_sum (slot, tenant_id, project_id, key_id, user_id, backend_profile_id, principal,
                  operation, alias, backend, provider_kind, upstream_model, status_class, calls, errors, input_tokens,
                  cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, estimated_calls,
                  unknown_cost_calls, cost_pico_usd, total_us, streamed_calls, first_token_us, streamed_tokens,
                  streaming_us)
                select date_bin('15 minutes', now(), timestamptz '2000-01-01 00:00:00Z'), tenant_id, project_id, id,
                  user_id, profile_id, display_name, 'chat', 'chat', 'one', 'openai_compatible', 'm', 2, 1, 0, 10, 0,
                  0, 10, 0, 0, 0, 1000000, 1000, 0, 0, 0, 0
                from api_key where id like 'k-%'
                """);
        database.execute("analyze");
    }
}
