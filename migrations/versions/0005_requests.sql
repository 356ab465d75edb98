-- What happened: one request row and one usage row per call, rows for attempts that failed, bodies where allowed.
-- The id is a UUID of version 7, so it is the time, too: partitions are days of ids, and newest first is id descending.

-- The smallest id of a moment.
create function request_id_floor(moment timestamptz) returns uuid
  language sql immutable strict parallel safe as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

create table request_log (
  id uuid not null,
  started_at timestamptz not null,
  tenant_id text,
  project_id text,
  key_id text,
  user_id text,
  principal_kind text,
  principal text,
  -- The client's own id for the call; null when it sent none.
  correlation_id text,
  session_id text,
  method text not null,
  path text not null,
  operation text not null,
  dialect text not null,
  model text not null,
  streamed boolean not null,
  -- The last target that was tried; null when none was.
  backend text,
  provider_kind text,
  upstream_model text,
  upstream_status smallint,
  attempts smallint not null,
  status smallint not null,
  -- Why it failed; empty when it did not.
  code text not null,
  success boolean not null,
  total_us bigint not null,
  first_byte_us bigint,
  own_us bigint not null,
  bytes_in bigint not null,
  bytes_out bigint not null,
  remote_address text not null,
  user_agent text,
  -- Sanitised; null unless the content rules allow them.
  headers jsonb,
  primary key (id)
) partition by range (id);

-- One per filter of the list. Common values (POST, 200, chat) need none: the newest rows have them.
create index request_log_key on request_log (key_id, id) where key_id is not null;
create index request_log_user on request_log (user_id, id) where user_id is not null;
create index request_log_model on request_log (model, id);
create index request_log_backend on request_log (backend, id) where backend is not null;
create index request_log_path on request_log (path, id);
create index request_log_session on request_log (session_id, id) where session_id is not null;
create index request_log_correlation on request_log (correlation_id, id) where correlation_id is not null;
create index request_log_operation on request_log (operation, id) where operation <> 'chat';
create index request_log_method on request_log (method, id) where method <> 'POST';
create index request_log_status on request_log (status, id) where status <> 200;
create index request_log_failure on request_log (id) where not success;
-- For questions in SQL by time; small.
create index request_log_started on request_log using brin (started_at);

create table usage_record (
  request_id uuid not null,
  started_at timestamptz not null,
  tenant_id text not null,
  project_id text not null,
  key_id text not null,
  user_id text not null,
  principal text not null,
  operation text not null,
  alias text not null,
  backend text not null,
  upstream_model text not null,
  success boolean not null,
  -- Tokens in disjoint classes (reasoning is part of output); all null when nobody counted.
  input_tokens bigint,
  cached_input_tokens bigint,
  cache_write_tokens bigint,
  output_tokens bigint,
  reasoning_tokens bigint,
  -- reported or estimated
  source text,
  -- 10^-12 dollars; null when the price or the tokens are unknown.
  cost_pico_usd numeric(38, 0),
  total_us bigint not null,
  primary key (request_id)
) partition by range (request_id);

-- Attempts of calls that were not answered at the first try.
create table attempt (
  request_id uuid not null,
  position smallint not null,
  backend text not null,
  provider_kind text not null,
  upstream_model text not null,
  status smallint not null,
  code text not null,
  millis bigint not null,
  primary key (request_id, position)
) partition by range (request_id);

-- Bodies live apart from the rows that are listed, and not as long.
create table request_content (
  request_id uuid not null,
  request_body text not null,
  request_cut boolean not null,
  response_body text not null,
  response_cut boolean not null,
  primary key (request_id)
) partition by range (request_id);

-- Sums per hour; summaries read these and never the rows above. Empty texts stand for nothing.
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

-- A batch and its sums are one transaction: a batch that is repeated changes neither. Ordered, so that instances that
-- write at the same time wait for each other instead of deadlocking.
create function usage_roll_up() returns trigger language plpgsql as $$
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

create trigger usage_record_rolls_up after insert on usage_record
  referencing new table as batch for each statement execute function usage_roll_up();

-- Makes the partition of one UTC day; does nothing when it is there.
create function request_day_open(parent text, day date) returns void language plpgsql as $$
begin
  execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
    parent || to_char(day, '"_"YYYYMMDD'), parent,
    request_id_floor(day::timestamp at time zone 'UTC'), request_id_floor((day + 1)::timestamp at time zone 'UTC'));
end $$;

-- Drops the partitions of all days before one and tells how many.
create function request_days_drop(parent text, first_kept date) returns int language plpgsql as $$
declare
  partition text;
  dropped int := 0;
begin
  for partition in
    select child.relname from pg_inherits
      join pg_class child on child.oid = inhrelid
      join pg_class owner on owner.oid = inhparent
    where owner.oid = parent::regclass
      and child.relname < parent || to_char(first_kept, '"_"YYYYMMDD')
    order by child.relname
  loop
    execute format('drop table %I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

-- The log as the metadata audit of the hardening profile names it.
create view request_audit_log as
select r.id as request_id, r.correlation_id, r.key_id, r.principal_kind as principal_type, r.principal as principal_ref,
       r.operation, r.model as requested_model, r.backend as resolved_service, r.backend as resolved_host_id,
       r.provider_kind, r.upstream_model, r.started_at,
       r.started_at + r.total_us * interval '1 microsecond' as finished_at, r.total_us / 1000 as duration_ms,
       r.status as status_code, r.success, nullif(r.code, '') as error_category,
       r.bytes_in as input_bytes, r.bytes_out as output_bytes,
       u.input_tokens + u.cached_input_tokens + u.cache_write_tokens as input_tokens, u.output_tokens,
       u.cost_pico_usd / 1000000000000 as estimated_cost_usd
from request_log r left join usage_record u on u.request_id = r.id;

-- The log as the gateway for developers names it.
create view request_logs as
select r.id, r.started_at as timestamp, r.session_id, coalesce(r.correlation_id, r.id::text) as request_id,
       r.path as endpoint, r.method, r.status as status_code, r.total_us / 1000 as latency_ms,
       coalesce(r.provider_kind, '') as provider, r.user_agent, r.remote_address as remote_addr,
       r.headers as request_headers, c.request_body, null::jsonb as response_headers, c.response_body,
       nullif(r.code, '') as error,
       jsonb_build_object('model', r.model, 'backend', r.backend, 'operation', r.operation, 'streamed', r.streamed,
         'attempts', r.attempts) as metadata
from request_log r left join request_content c on c.request_id = r.id;

create view recent_request_logs as
select id, timestamp, session_id, request_id, endpoint, method, status_code, latency_ms, provider, error,
       left(request_body, 1000) as request_preview, left(response_body, 1000) as response_preview
from request_logs
where id >= request_id_floor(now() - interval '24 hours')
order by id desc;

-- //@UNDO
drop view recent_request_logs;
drop view request_logs;
drop view request_audit_log;
drop function request_days_drop(text, date);
drop function request_day_open(text, date);
drop table usage_hourly;
drop table request_content;
drop table attempt;
drop table usage_record;
drop function usage_roll_up();
drop table request_log;
drop function request_id_floor(timestamptz);
