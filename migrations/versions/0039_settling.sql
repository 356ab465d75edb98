-- Ends of calls that count in the same buckets are added up before they are told apart by bucket: a call counts in
-- several, and nearly all calls of a batch in the same ones.

create or replace function ledger_settle(
  instance uuid, ids uuid[], kinds text[], moments timestamptz[], bucket_lists text[], request_counts bigint[],
  token_counts bigint[], costs text[], overruns boolean[])
  returns table (bucket bigint, moved numeric, forced numeric) language plpgsql as $$
declare
  part record;
  held numeric;
begin
  if not ledger_counts(instance) then
    return query select -1::bigint, 0::numeric, 0::numeric;
    return;
  end if;
  for part in
    with fresh as (
      insert into ledger_entry as e (request_id, kind, at, instance_id, buckets, requests, tokens, cost_pico_usd, overrun)
      select i, k, m, instance, b::bigint[], r, t, nullif(c, '')::numeric, o
        from unnest(ids, kinds, moments, bucket_lists, request_counts, token_counts, costs, overruns)
          as n (i, k, m, b, r, t, c, o)
      on conflict (request_id) do nothing
      returning e.kind, e.buckets, e.requests, e.tokens, e.cost_pico_usd
    ),
    used as (
      select f.buckets, sum(f.requests) as requests, sum(f.tokens) as tokens, sum(f.cost_pico_usd) as cost
        from fresh f where f.kind <> 'late' group by f.buckets
    )
    select b.id, sum(case a.metric when 'requests' then u.requests when 'tokens' then u.tokens
        else coalesce(u.cost, 0) end) as amount
      from used u cross join unnest(u.buckets) as x (id)
        join limit_bucket b on b.id = x.id join limit_account a on a.id = b.account_id
      group by b.id order by b.id
  loop
    -- Bucket before lease, as everywhere.
    perform 1 from limit_bucket where id = part.id for update;
    update limit_lease set amount = amount - part.amount where bucket_id = part.id and instance_id = instance
      returning amount into held;
    update limit_lease set amount = 0 where bucket_id = part.id and instance_id = instance and amount < 0;
    forced := greatest(0, -coalesce(held, -part.amount));
    update limit_bucket set charged = charged + part.amount, leased = leased - part.amount + ledger_settle.forced
      where id = part.id;
    bucket := part.id;
    moved := part.amount;
    return next;
  end loop;
end $$;

-- //@UNDO
create or replace function ledger_settle(
  instance uuid, ids uuid[], kinds text[], moments timestamptz[], bucket_lists text[], request_counts bigint[],
  token_counts bigint[], costs text[], overruns boolean[])
  returns table (bucket bigint, moved numeric, forced numeric) language plpgsql as $$
declare
  part record;
  held numeric;
begin
  if not ledger_counts(instance) then
    return query select -1::bigint, 0::numeric, 0::numeric;
    return;
  end if;
  for part in
    with fresh as (
      insert into ledger_entry as e (request_id, kind, at, instance_id, buckets, requests, tokens, cost_pico_usd, overrun)
      select i, k, m, instance, b::bigint[], r, t, nullif(c, '')::numeric, o
        from unnest(ids, kinds, moments, bucket_lists, request_counts, token_counts, costs, overruns)
          as n (i, k, m, b, r, t, c, o)
      on conflict (request_id) do nothing
      returning e.kind, e.buckets, e.requests, e.tokens, e.cost_pico_usd
    )
    select b.id, sum(ledger_amount(a.metric, f.requests, f.tokens, f.cost_pico_usd)) as amount
      from fresh f cross join unnest(f.buckets) as x (id)
        join limit_bucket b on b.id = x.id join limit_account a on a.id = b.account_id
      where f.kind <> 'late'
      group by b.id order by b.id
  loop
    -- Bucket before lease, as everywhere.
    perform 1 from limit_bucket where id = part.id for update;
    update limit_lease set amount = amount - part.amount where bucket_id = part.id and instance_id = instance
      returning amount into held;
    update limit_lease set amount = 0 where bucket_id = part.id and instance_id = instance and amount < 0;
    forced := greatest(0, -coalesce(held, -part.amount));
    update limit_bucket set charged = charged + part.amount, leased = leased - part.amount + ledger_settle.forced
      where id = part.id;
    bucket := part.id;
    moved := part.amount;
    return next;
  end loop;
end $$;
