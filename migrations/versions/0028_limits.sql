-- Taking and giving back a slice may be repeated when the answer got lost: each has a number by which it is known.

alter table ledger_instance add column last_return bigint not null default 0;
alter table limit_lease add column last_ask bigint not null default 0;
alter table limit_lease add column last_granted numeric(38, 0) not null default 0;

drop function limit_give_back(uuid, bigint[], numeric[]);
drop function limit_take(
  uuid, uuid, text, text, timestamptz, timestamptz, timestamptz, numeric, numeric, numeric);

-- Gives an instance a slice of what is left of an account, at least `least` and at most `most`, or nothing. Whoever
-- asks waits for the one before, so what is charged and held together never exceeds the cap. Asks of an instance are
-- numbered upwards: one that was answered already gets the same answer, and one older than that gets nothing. Least and
-- most of nothing make sure that the ask gives nothing from now on, and say what it gave. No row for an instance that
-- was given up.
create function limit_take(
  instance uuid, ask bigint, p_limit uuid, p_subject text, p_metric text, p_starts timestamptz, p_ends timestamptz,
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
  select case l.last_ask when ask then l.last_granted else 0 end into v_granted
    from limit_lease l where l.bucket_id = v_bucket and l.instance_id = instance and l.last_ask >= ask;
  if found then
    return query select v_bucket, v_granted, v_room + v_granted;
    return;
  end if;
  v_granted := 0;
  if v_room >= least_amount then
    v_granted := least(v_room, greatest(least_amount, least(most_amount, div(v_room, 4))));
    update limit_bucket set leased = leased + v_granted where id = v_bucket;
  end if;
  insert into limit_lease (bucket_id, instance_id, amount, last_ask, last_granted)
    values (v_bucket, instance, v_granted, ask, v_granted)
    on conflict (bucket_id, instance_id) do update
      set amount = limit_lease.amount + v_granted, last_ask = ask, last_granted = v_granted;
  return query select v_bucket, v_granted, v_room;
end $$;

-- Takes back what an instance holds and does not need; false for an instance that was given up. Returns of an instance
-- are numbered upwards, and what arrived already changes nothing.
create function limit_give_back(instance uuid, p_return bigint, p_buckets bigint[], amounts numeric[]) returns boolean
  language plpgsql as $$
declare
  given record;
begin
  if not ledger_counts(instance) then
    return false;
  end if;
  update ledger_instance set last_return = p_return where id = instance and last_return < p_return;
  if not found then
    return true;
  end if;
  for given in select b, a from unnest(p_buckets, amounts) as t (b, a) order by b loop
    update limit_bucket set leased = leased - given.a where id = given.b;
    update limit_lease set amount = amount - given.a where bucket_id = given.b and instance_id = instance;
  end loop;
  return true;
end $$;

-- //@UNDO
drop function limit_give_back(uuid, bigint, bigint[], numeric[]);
drop function limit_take(
  uuid, bigint, uuid, text, text, timestamptz, timestamptz, timestamptz, numeric, numeric, numeric);

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

alter table limit_lease drop column last_granted;
alter table limit_lease drop column last_ask;
alter table ledger_instance drop column last_return;
