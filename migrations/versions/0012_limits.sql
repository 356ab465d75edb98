-- Limits, their accounts, and the ledger that says what was taken from each account.

create table limit_rule (
  id uuid primary key,
  name text not null,
  scope text not null,
  -- The one the limit is for; null when each of the kind has the same limit.
  subject text,
  backend_profile_id text,
  model text,
  metric text not null,
  -- Such as `minute`, `week`, `rolling PT1H`.
  window_kind text not null,
  reset_day int not null default 1,
  time_zone text not null default 'UTC',
  -- Calls, tokens or 10^-12 dollars.
  amount numeric(38, 0) not null check (amount >= 0),
  action text not null,
  unpriced text not null,
  warn_at int not null check (warn_at between 1 and 1000),
  mails text[] not null default '{}',
  webhooks text[] not null default '{}',
  cooldown_seconds bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index limit_rule_subject on limit_rule (scope, subject);

-- One instance of the gateway between two starts. It is given up when it has not been heard of for a while; from then
-- on nothing it says counts.
create table ledger_instance (
  id uuid primary key,
  started_at timestamptz not null default now(),
  expires_at timestamptz not null,
  given_up_at timestamptz
);

-- The use of one limit by one subject.
create table limit_account (
  id bigint generated always as identity primary key,
  limit_id uuid not null,
  subject text not null,
  metric text not null,
  unique (limit_id, subject)
);

-- What was used in one bucket of time, and what instances hold to give away. A projection: `ledger verify` computes the
-- use again from the entries.
create table limit_bucket (
  id bigint generated always as identity primary key,
  account_id bigint not null references limit_account,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  charged numeric(38, 0) not null default 0,
  leased numeric(38, 0) not null default 0,
  unique (account_id, starts_at)
);
create index limit_bucket_ends on limit_bucket (ends_at);

-- What one instance holds of one bucket.
create table limit_lease (
  bucket_id bigint not null references limit_bucket on delete cascade,
  instance_id uuid not null references ledger_instance,
  amount numeric(38, 0) not null,
  primary key (bucket_id, instance_id)
);
create index limit_lease_instance on limit_lease (instance_id);

-- How each admitted call ended, once: append only.
create table ledger_entry (
  -- Of the call; for other entries an id of their own time.
  request_id uuid not null,
  -- settled: used so much. voided: used nothing. expired: an instance vanished and what it held counts as used.
  -- late: settled after its instance was given up, so it is part of an expired entry. forgiven: an operator's gift.
  kind text not null check (kind in ('settled', 'voided', 'expired', 'late', 'forgiven')),
  at timestamptz not null,
  instance_id uuid,
  -- Every bucket it counts in.
  buckets bigint[] not null,
  requests bigint not null,
  tokens bigint not null,
  -- 10^-12 dollars; null when nobody knows.
  cost_pico_usd numeric(38, 0),
  -- True when it used more than was reserved.
  overrun boolean not null default false,
  -- Of an operator.
  actor text,
  primary key (request_id)
) partition by range (request_id);

create trigger ledger_entry_kept before update or delete on ledger_entry
  for each row execute function refuse_change();

create function ledger_amount(metric text, requests bigint, tokens bigint, cost numeric) returns numeric
  language sql immutable parallel safe as $$
  select case metric when 'requests' then requests when 'tokens' then tokens else coalesce(cost, 0) end
$$;

-- An id of this moment for an entry that is not a call's.
create function ledger_id() returns uuid language sql volatile as $$
  select (left(replace(request_id_floor(clock_timestamp())::text, '-', ''), 12)
    || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid
$$;

-- Says whether an instance still counts, and holds it so until the transaction ends.
create function ledger_counts(instance uuid) returns boolean language plpgsql as $$
begin
  perform 1 from ledger_instance where id = instance and given_up_at is null for key share;
  return found;
end $$;

-- Gives an instance a slice of what is left of an account, at least `least` and at most `most`, or nothing. Whoever
-- asks waits for the one before, so what is charged and held together never exceeds the cap. No row for an instance
-- that was given up.
create function limit_take(
  instance uuid, p_limit uuid, p_subject text, p_metric text, p_starts timestamptz, p_ends timestamptz,
  p_since timestamptz, cap numeric, least_amount numeric, most_amount numeric)
  returns table (bucket bigint, granted numeric, room numeric) language plpgsql as $$
declare
  account bigint;
  v_bucket bigint;
  v_room numeric;
  v_granted numeric := 0;
begin
  if not ledger_counts(instance) then
    return;
  end if;
  insert into limit_account (limit_id, subject, metric) values (p_limit, p_subject, p_metric)
    on conflict (limit_id, subject) do nothing;
  select id into account from limit_account where limit_id = p_limit and subject = p_subject for update;
  insert into limit_bucket (account_id, starts_at, ends_at) values (account, p_starts, p_ends)
    on conflict (account_id, starts_at) do nothing;
  select cap - coalesce(sum(b.charged + b.leased), 0) into v_room
    from limit_bucket b where b.account_id = account and b.starts_at >= p_since
      -- A clock that ran ahead may have left buckets no window of this moment knows.
      and b.starts_at < p_ends + (p_starts - p_since);
  select id into v_bucket from limit_bucket where account_id = account and starts_at = p_starts;
  if v_room >= least_amount then
    v_granted := least(v_room, greatest(least_amount, least(most_amount, div(v_room, 4))));
    update limit_bucket set leased = leased + v_granted where id = v_bucket;
    insert into limit_lease (bucket_id, instance_id, amount) values (v_bucket, instance, v_granted)
      on conflict (bucket_id, instance_id) do update set amount = limit_lease.amount + v_granted;
  end if;
  return query select v_bucket, v_granted, v_room;
end $$;

-- Takes back what an instance holds and does not need; false for an instance that was given up.
create function limit_give_back(instance uuid, p_buckets bigint[], amounts numeric[]) returns boolean
  language plpgsql as $$
declare
  given record;
begin
  if not ledger_counts(instance) then
    return false;
  end if;
  for given in select b, a from unnest(p_buckets, amounts) as t (b, a) order by b loop
    update limit_bucket set leased = leased - given.a where id = given.b;
    update limit_lease set amount = amount - given.a where bucket_id = given.b and instance_id = instance;
  end loop;
  return true;
end $$;

-- Writes how calls ended, and moves what they used from held to charged; an entry that is there already changes
-- nothing. Where calls used more than the instance held, the rest is forced, and told. Bucket -1 alone for an instance
-- that was given up.
create function ledger_settle(
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

-- Gives up the instances that are not heard of any more. What they held counts as used, and each such entry is marked,
-- because nobody knows better.
create function ledger_give_up() returns int language plpgsql as $$
declare
  gone record;
  lease record;
  count int := 0;
begin
  -- Stronger than the lock of `ledger_counts`: whoever is busy in the name of an instance is through before or refused.
  for gone in select id from ledger_instance where expires_at < now()
      and (given_up_at is null or exists (select 1 from limit_lease l where l.instance_id = ledger_instance.id))
      order by id for update skip locked loop
    update ledger_instance set given_up_at = now() where id = gone.id and given_up_at is null;
    count := count + 1;
    for lease in select l.bucket_id, l.amount, a.metric from limit_lease l
        join limit_bucket b on b.id = l.bucket_id join limit_account a on a.id = b.account_id
        where l.instance_id = gone.id order by l.bucket_id loop
      if lease.amount > 0 then
        insert into ledger_entry (request_id, kind, at, instance_id, buckets, requests, tokens, cost_pico_usd)
          values (ledger_id(), 'expired', now(), gone.id, array[lease.bucket_id],
            case lease.metric when 'requests' then lease.amount else 0 end,
            case lease.metric when 'tokens' then lease.amount else 0 end,
            case lease.metric when 'cost' then lease.amount else 0 end);
        update limit_bucket set charged = charged + lease.amount, leased = leased - lease.amount
          where id = lease.bucket_id;
      end if;
      delete from limit_lease where bucket_id = lease.bucket_id and instance_id = gone.id;
    end loop;
  end loop;
  return count;
end $$;

-- Lets a subject begin its window anew: what it used is written off by entries of the opposite amount.
create function ledger_forgive(p_limit uuid, p_subject text, since timestamptz, p_actor text) returns numeric
  language plpgsql as $$
declare
  account limit_account%rowtype;
  part record;
  forgiven numeric := 0;
begin
  select * into account from limit_account where limit_id = p_limit and subject = p_subject for update;
  for part in select id, charged from limit_bucket
      where account_id = account.id and starts_at >= since and charged > 0 order by id for update loop
    insert into ledger_entry (request_id, kind, at, buckets, requests, tokens, cost_pico_usd, actor)
      values (ledger_id(), 'forgiven', now(), array[part.id],
        case account.metric when 'requests' then -part.charged else 0 end,
        case account.metric when 'tokens' then -part.charged else 0 end,
        case account.metric when 'cost' then -part.charged else 0 end, p_actor);
    update limit_bucket set charged = 0 where id = part.id;
    forgiven := forgiven + part.charged;
  end loop;
  return forgiven;
end $$;

-- //@UNDO
drop function ledger_forgive(uuid, text, timestamptz, text);
drop function ledger_give_up();
drop function ledger_settle(uuid, uuid[], text[], timestamptz[], text[], bigint[], bigint[], text[], boolean[]);
drop function limit_give_back(uuid, bigint[], numeric[]);
drop function limit_take(
  uuid, uuid, text, text, timestamptz, timestamptz, timestamptz, numeric, numeric, numeric);
drop function ledger_counts(uuid);
drop function ledger_id();
drop function ledger_amount(text, bigint, bigint, numeric);
drop table ledger_entry;
drop table limit_lease;
drop table limit_bucket;
drop table limit_account;
drop table ledger_instance;
drop table limit_rule;
