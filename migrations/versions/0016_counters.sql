-- What instances share of limits when there is no Redis. These tables are not logged: after a crash of the server they
-- are empty, rate windows then start again, and nothing else is lost.

create unlogged table shared_counter (
  id uuid not null,
  started_at timestamptz not null,
  -- By the server's clock, somewhat after the window is over.
  forget_at timestamptz not null,
  taken bigint not null check (taken >= 0),
  -- What the last statement took; it tells its answer.
  last_take bigint not null,
  primary key (id, started_at)
) with (fillfactor = 50);

create index shared_counter_forget on shared_counter (forget_at);

-- holders: how many places each instance holds.
create unlogged table shared_slots (
  id uuid primary key,
  holders jsonb not null,
  changed_at timestamptz not null
) with (fillfactor = 50);

-- Instances that share counters. was_known: whether the last sign of life came in time.
create unlogged table counter_instance (
  id uuid primary key,
  seen_at timestamptz not null,
  was_known boolean not null
) with (fillfactor = 50);

-- //@UNDO
drop table counter_instance;
drop table shared_slots;
drop table shared_counter;
