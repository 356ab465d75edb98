-- Usage by every dimension people ask by, prices that stay explainable, corrections, and what providers say of it.

-- Empty texts and zero stand for what older rows did not keep.
alter table usage_record add column provider_kind text not null default '';
-- HTTP status of the answer.
alter table usage_record add column status smallint not null default 0;
-- Microseconds to the first byte of a streamed answer; null for answers in one piece.
alter table usage_record add column first_token_us bigint;
-- Images the provider was asked for.
alter table usage_record add column images int not null default 0;
-- The price that was applied, in dollars per million tokens as in table price; null when it was unknown.
alter table usage_record add column price jsonb;

update usage_record u
set provider_kind = coalesce(r.provider_kind, ''), status = r.status,
    first_token_us = case when r.streamed then r.first_byte_us end
from request_log r where r.id = u.request_id;

-- Sums per quarter of an hour, because days of some time zones begin at a quarter; reports read these and never the
-- rows above. Empty texts stand for nothing. Rows are updated in place while their quarter lasts.
create table usage_sum (
  slot timestamptz not null,
  tenant_id text not null,
  project_id text not null,
  key_id text not null,
  user_id text not null,
  backend_profile_id text not null,
  principal text not null,
  operation text not null,
  alias text not null,
  backend text not null,
  provider_kind text not null,
  upstream_model text not null,
  -- First digit of the HTTP status; 0 when it was not kept.
  status_class smallint not null,
  calls bigint not null,
  errors bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  estimated_calls bigint not null,
  unknown_cost_calls bigint not null,
  cost_pico_usd numeric(38, 0) not null,
  total_us bigint not null,
  -- Of streamed answers: how many, time to their first byte, their tokens, time from the first byte to the last.
  streamed_calls bigint not null,
  first_token_us bigint not null,
  streamed_tokens bigint not null,
  streaming_us bigint not null,
  primary key (
    slot, tenant_id, project_id, key_id, user_id, backend_profile_id, principal, operation, alias, backend,
    provider_kind, upstream_model, status_class)
) with (fillfactor = 70);

create index usage_sum_tenant on usage_sum (tenant_id, slot);
create index usage_sum_key on usage_sum (key_id, slot) where key_id <> '';
create index usage_sum_user on usage_sum (user_id, slot) where user_id <> '';

-- The same for those whom a trusted caller names behind its calls; apart, because there may be many of them.
create table usage_end_user_sum (
  slot timestamptz not null,
  tenant_id text not null,
  project_id text not null,
  key_id text not null,
  user_id text not null,
  backend_profile_id text not null,
  end_user text not null,
  alias text not null,
  calls bigint not null,
  errors bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  estimated_calls bigint not null,
  unknown_cost_calls bigint not null,
  cost_pico_usd numeric(38, 0) not null,
  total_us bigint not null,
  -- Of streamed answers: how many, time to their first byte, their tokens, time from the first byte to the last.
  streamed_calls bigint not null,
  first_token_us bigint not null,
  streamed_tokens bigint not null,
  streaming_us bigint not null,
  primary key (slot, tenant_id, project_id, key_id, user_id, backend_profile_id, end_user, alias)
) with (fillfactor = 70);

-- A batch and its sums are one transaction: a batch that is repeated changes neither. Ordered, so that instances that
-- write at the same time wait for each other instead of deadlocking.
create or replace function usage_roll_up() returns trigger language plpgsql as $$
begin
  insert into usage_sum as s (
    slot, tenant_id, project_id, key_id, user_id, backend_profile_id, principal, operation, alias, backend,
    provider_kind, upstream_model, status_class, calls, errors, input_tokens, cached_input_tokens, cache_write_tokens,
    output_tokens, reasoning_tokens, estimated_calls, unknown_cost_calls, cost_pico_usd, total_us, streamed_calls,
    first_token_us, streamed_tokens, streaming_us)
  select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z'), tenant_id, project_id, key_id,
         user_id, backend_profile_id, principal, operation, alias, backend, provider_kind, upstream_model, status / 100,
         count(*),
         count(*) filter (where not success),
         coalesce(sum(input_tokens), 0),
         coalesce(sum(cached_input_tokens), 0),
         coalesce(sum(cache_write_tokens), 0),
         coalesce(sum(output_tokens), 0),
         coalesce(sum(reasoning_tokens), 0),
         count(*) filter (where source = 'estimated'),
         -- A refused call that used nothing has no cost that could be unknown.
         count(*) filter (where cost_pico_usd is null and (success or input_tokens is not null)),
         coalesce(sum(cost_pico_usd), 0),
         sum(total_us),
         count(first_token_us),
         coalesce(sum(first_token_us), 0),
         coalesce(sum(output_tokens) filter (where first_token_us is not null), 0),
         coalesce(sum(total_us - first_token_us), 0)
  from batch
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
  order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
  on conflict (
    slot, tenant_id, project_id, key_id, user_id, backend_profile_id, principal, operation, alias, backend,
    provider_kind, upstream_model, status_class)
  do update set
    calls = s.calls + excluded.calls,
    errors = s.errors + excluded.errors,
    input_tokens = s.input_tokens + excluded.input_tokens,
    cached_input_tokens = s.cached_input_tokens + excluded.cached_input_tokens,
    cache_write_tokens = s.cache_write_tokens + excluded.cache_write_tokens,
    output_tokens = s.output_tokens + excluded.output_tokens,
    reasoning_tokens = s.reasoning_tokens + excluded.reasoning_tokens,
    estimated_calls = s.estimated_calls + excluded.estimated_calls,
    unknown_cost_calls = s.unknown_cost_calls + excluded.unknown_cost_calls,
    cost_pico_usd = s.cost_pico_usd + excluded.cost_pico_usd,
    total_us = s.total_us + excluded.total_us,
    streamed_calls = s.streamed_calls + excluded.streamed_calls,
    first_token_us = s.first_token_us + excluded.first_token_us,
    streamed_tokens = s.streamed_tokens + excluded.streamed_tokens,
    streaming_us = s.streaming_us + excluded.streaming_us;

  if exists (select from batch where end_user <> '') then
    insert into usage_end_user_sum as s (
      slot, tenant_id, project_id, key_id, user_id, backend_profile_id, end_user, alias, calls, errors, input_tokens,
      cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, estimated_calls, unknown_cost_calls,
      cost_pico_usd, total_us, streamed_calls, first_token_us, streamed_tokens, streaming_us)
    select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z'), tenant_id, project_id, key_id,
           user_id, backend_profile_id, end_user, alias,
           count(*),
           count(*) filter (where not success),
           coalesce(sum(input_tokens), 0),
           coalesce(sum(cached_input_tokens), 0),
           coalesce(sum(cache_write_tokens), 0),
           coalesce(sum(output_tokens), 0),
           coalesce(sum(reasoning_tokens), 0),
           count(*) filter (where source = 'estimated'),
           -- A refused call that used nothing has no cost that could be unknown.
           count(*) filter (where cost_pico_usd is null and (success or input_tokens is not null)),
           coalesce(sum(cost_pico_usd), 0),
           sum(total_us),
           count(first_token_us),
           coalesce(sum(first_token_us), 0),
           coalesce(sum(output_tokens) filter (where first_token_us is not null), 0),
           coalesce(sum(total_us - first_token_us), 0)
    from batch where end_user <> ''
    group by 1, 2, 3, 4, 5, 6, 7, 8
    order by 1, 2, 3, 4, 5, 6, 7, 8
    on conflict (
      slot, tenant_id, project_id, key_id, user_id, backend_profile_id, end_user, alias)
    do update set
      calls = s.calls + excluded.calls,
      errors = s.errors + excluded.errors,
      input_tokens = s.input_tokens + excluded.input_tokens,
      cached_input_tokens = s.cached_input_tokens + excluded.cached_input_tokens,
      cache_write_tokens = s.cache_write_tokens + excluded.cache_write_tokens,
      output_tokens = s.output_tokens + excluded.output_tokens,
      reasoning_tokens = s.reasoning_tokens + excluded.reasoning_tokens,
      estimated_calls = s.estimated_calls + excluded.estimated_calls,
      unknown_cost_calls = s.unknown_cost_calls + excluded.unknown_cost_calls,
      cost_pico_usd = s.cost_pico_usd + excluded.cost_pico_usd,
      total_us = s.total_us + excluded.total_us,
      streamed_calls = s.streamed_calls + excluded.streamed_calls,
      first_token_us = s.first_token_us + excluded.first_token_us,
      streamed_tokens = s.streamed_tokens + excluded.streamed_tokens,
      streaming_us = s.streaming_us + excluded.streaming_us;
  end if;
  return null;
end $$;

-- What is there already: from the single calls where all of an hour's calls are still kept, else from its old sums.
create temporary table whole_hour as
select h.hour, h.tenant_id, h.project_id, h.key_id, h.user_id, h.principal, h.operation, h.alias, h.backend,
       h.upstream_model
from usage_hourly h join (
  select date_trunc('hour', started_at, 'UTC') as hour, tenant_id, project_id, key_id, user_id, principal, operation,
         alias, backend, upstream_model,
         count(*) as calls, coalesce(sum(cost_pico_usd), 0) as cost_pico_usd
  from usage_record group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) r
using (hour, tenant_id, project_id, key_id, user_id, principal, operation, alias, backend, upstream_model)
where h.calls = r.calls and h.cost_pico_usd = r.cost_pico_usd;

insert into usage_sum (
  slot, tenant_id, project_id, key_id, user_id, backend_profile_id, principal, operation, alias, backend,
  provider_kind, upstream_model, status_class, calls, errors, input_tokens, cached_input_tokens, cache_write_tokens,
  output_tokens, reasoning_tokens, estimated_calls, unknown_cost_calls, cost_pico_usd, total_us, streamed_calls,
  first_token_us, streamed_tokens, streaming_us)
select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z'), tenant_id, project_id, key_id,
       user_id, backend_profile_id, principal, operation, alias, backend, provider_kind, upstream_model, status / 100,
       count(*),
       count(*) filter (where not success),
       coalesce(sum(input_tokens), 0),
       coalesce(sum(cached_input_tokens), 0),
       coalesce(sum(cache_write_tokens), 0),
       coalesce(sum(output_tokens), 0),
       coalesce(sum(reasoning_tokens), 0),
       count(*) filter (where source = 'estimated'),
       -- A refused call that used nothing has no cost that could be unknown.
       count(*) filter (where cost_pico_usd is null and (success or input_tokens is not null)),
       coalesce(sum(cost_pico_usd), 0),
       sum(total_us),
       count(first_token_us),
       coalesce(sum(first_token_us), 0),
       coalesce(sum(output_tokens) filter (where first_token_us is not null), 0),
       coalesce(sum(total_us - first_token_us), 0)
from usage_record r where exists (
  select from whole_hour w where
  w.hour = date_trunc('hour', r.started_at, 'UTC') and w.tenant_id = r.tenant_id and w.project_id = r.project_id and
    w.key_id = r.key_id and w.user_id = r.user_id and w.principal = r.principal and w.operation = r.operation and
    w.alias = r.alias and w.backend = r.backend and w.upstream_model = r.upstream_model)
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;

insert into usage_sum (
  slot, tenant_id, project_id, key_id, user_id, principal, operation, alias, backend, upstream_model,
  backend_profile_id, provider_kind, status_class, calls, errors, input_tokens, cached_input_tokens,
  cache_write_tokens, output_tokens, reasoning_tokens, estimated_calls, unknown_cost_calls, cost_pico_usd, total_us,
  streamed_calls, first_token_us, streamed_tokens, streaming_us)
select hour, tenant_id, project_id, key_id, user_id, principal, operation, alias, backend, upstream_model, '', '', 0,
       calls, errors, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
       estimated_calls, unknown_cost_calls, cost_pico_usd, total_us, 0, 0, 0, 0
from usage_hourly h where not exists (
  select from whole_hour w where
    (w.hour, w.tenant_id, w.project_id, w.key_id, w.user_id, w.principal, w.operation, w.alias, w.backend,
    w.upstream_model) = (h.hour, h.tenant_id, h.project_id, h.key_id, h.user_id, h.principal, h.operation, h.alias,
    h.backend, h.upstream_model));

insert into usage_end_user_sum (
  slot, tenant_id, project_id, key_id, user_id, backend_profile_id, end_user, alias, calls, errors, input_tokens,
  cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, estimated_calls, unknown_cost_calls,
  cost_pico_usd, total_us, streamed_calls, first_token_us, streamed_tokens, streaming_us)
select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z'), tenant_id, project_id, key_id,
       user_id, backend_profile_id, end_user, alias,
       count(*),
       count(*) filter (where not success),
       coalesce(sum(input_tokens), 0),
       coalesce(sum(cached_input_tokens), 0),
       coalesce(sum(cache_write_tokens), 0),
       coalesce(sum(output_tokens), 0),
       coalesce(sum(reasoning_tokens), 0),
       count(*) filter (where source = 'estimated'),
       -- A refused call that used nothing has no cost that could be unknown.
       count(*) filter (where cost_pico_usd is null and (success or input_tokens is not null)),
       coalesce(sum(cost_pico_usd), 0),
       sum(total_us),
       count(first_token_us),
       coalesce(sum(first_token_us), 0),
       coalesce(sum(output_tokens) filter (where first_token_us is not null), 0),
       coalesce(sum(total_us - first_token_us), 0)
from usage_record where end_user <> ''
group by 1, 2, 3, 4, 5, 6, 7, 8;

drop table whole_hour;
drop table usage_hourly;

-- One pass over past usage under other prices.
create table usage_rerating (
  id uuid primary key,
  made_at timestamptz not null default now(),
  made_by text not null,
  -- First moment and end, not included, of the usage.
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  -- The price that was given; null when those held that were valid at each call.
  price jsonb,
  calls bigint not null default 0,
  corrected bigint not null default 0,
  before_pico_usd numeric(38, 0) not null default 0,
  after_pico_usd numeric(38, 0) not null default 0
);

-- What a pass changed; the usage record has the last cost, these rows every one before it.
create table usage_correction (
  rerating_id uuid not null references usage_rerating,
  request_id uuid not null,
  old_cost_pico_usd numeric(38, 0),
  new_cost_pico_usd numeric(38, 0),
  old_price jsonb,
  new_price jsonb,
  primary key (request_id, rerating_id)
);

-- A file in which a provider says what it served; the same file counts once.
create table usage_import (
  id uuid primary key,
  -- SHA-256 of the file in hexadecimal digits.
  digest text not null unique,
  format text not null,
  file_name text not null,
  imported_at timestamptz not null default now(),
  imported_by text not null
);

-- Lines that were read, added up by day and model. Null for what the file does not tell.
create table provider_usage (
  import_id uuid not null references usage_import on delete cascade,
  provider_kind text not null,
  -- UTC, as providers count.
  day date not null,
  model text not null,
  calls bigint,
  -- Cached ones and those written to the cache included.
  prompt_tokens bigint,
  output_tokens bigint,
  cost_pico_usd numeric(38, 0),
  primary key (import_id, provider_kind, day, model)
);

create index provider_usage_day on provider_usage (day);

-- Lines that could not be read, as they stood in the file.
create table usage_import_problem (
  import_id uuid not null references usage_import on delete cascade,
  line int not null,
  problem text not null,
  text text not null,
  primary key (import_id, line)
);

-- //@UNDO
drop table usage_import_problem;
drop table provider_usage;
drop table usage_import;
drop table usage_correction;
drop table usage_rerating;

create table usage_hourly (
  hour timestamptz not null,
  tenant_id text not null,
  project_id text not null,
  key_id text not null,
  user_id text not null,
  principal text not null,
  operation text not null,
  alias text not null,
  backend text not null,
  upstream_model text not null,
  calls bigint not null,
  errors bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  estimated_calls bigint not null,
  unknown_cost_calls bigint not null,
  cost_pico_usd numeric(38, 0) not null,
  total_us bigint not null,
  primary key (
    hour, tenant_id, project_id, key_id, user_id, principal, operation, alias, backend, upstream_model)
);

insert into usage_hourly
select date_trunc('hour', slot, 'UTC'), tenant_id, project_id, key_id, user_id, principal, operation, alias,
       backend, upstream_model,
       sum(calls), sum(errors), sum(input_tokens), sum(cached_input_tokens), sum(cache_write_tokens),
       sum(output_tokens), sum(reasoning_tokens), sum(estimated_calls), sum(unknown_cost_calls), sum(cost_pico_usd),
       sum(total_us)
from usage_sum
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

create or replace function usage_roll_up() returns trigger language plpgsql as $$
begin
  insert into usage_hourly as u
  select date_trunc('hour', started_at, 'UTC'), tenant_id, project_id, key_id, user_id, principal, operation, alias,
         backend, upstream_model,
         count(*), count(*) filter (where not success),
         coalesce(sum(input_tokens), 0), coalesce(sum(cached_input_tokens), 0),
         coalesce(sum(cache_write_tokens), 0), coalesce(sum(output_tokens), 0),
         coalesce(sum(reasoning_tokens), 0),
         count(*) filter (where source = 'estimated'),
         -- A refused call that used nothing has no cost that could be unknown.
         count(*) filter (where cost_pico_usd is null and (success or input_tokens is not null)),
         coalesce(sum(cost_pico_usd), 0), sum(total_us)
  from batch
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  on conflict (hour, tenant_id, project_id, key_id, user_id, principal, operation, alias, backend, upstream_model)
  do update set
    calls = u.calls + excluded.calls,
    errors = u.errors + excluded.errors,
    input_tokens = u.input_tokens + excluded.input_tokens,
    cached_input_tokens = u.cached_input_tokens + excluded.cached_input_tokens,
    cache_write_tokens = u.cache_write_tokens + excluded.cache_write_tokens,
    output_tokens = u.output_tokens + excluded.output_tokens,
    reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
    estimated_calls = u.estimated_calls + excluded.estimated_calls,
    unknown_cost_calls = u.unknown_cost_calls + excluded.unknown_cost_calls,
    cost_pico_usd = u.cost_pico_usd + excluded.cost_pico_usd,
    total_us = u.total_us + excluded.total_us;
  return null;
end $$;

drop table usage_end_user_sum;
drop table usage_sum;
alter table usage_record drop column price;
alter table usage_record drop column images;
alter table usage_record drop column first_token_us;
alter table usage_record drop column status;
alter table usage_record drop column provider_kind;
