-- Generated from migrations/versions; do not edit. Write it anew with:
--   mvn test -Dtest=SchemaFileTest -Dschema.write=true
begin;
create schema if not exists sallyport;
create table if not exists sallyport.changelog (
  id numeric(20,0) primary key,
  applied_at varchar(25) not null,
  description varchar(255) not null,
  applied timestamptz not null default now(),
  checksum text,
  undo text
);
set local search_path to sallyport;

-- 0001_changes.sql
-- Which version each changeable thing (keys, catalog, backends ...) has reached.
-- Instances compare it with what they hold in memory, so that a lost notification costs a second, not a change.
create table change_version (
  topic text primary key,
  version bigint not null,
  changed_at timestamptz not null
);
insert into changelog (id, applied_at, description, checksum, undo)
values (1, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'changes', '3e8df5364423f5b80c895b3efacb0e0e99076ce10affc632212fa121f22babe5', $undo$-- @UNDO
drop table change_version;
$undo$);

-- 0002_tenants.sql
-- Who is billed and isolated. An installation without tenants lives in the default one, which no screen shows.
create table tenant (
  id text primary key,
  name text not null unique,
  kind text not null default 'organization' check (kind in ('organization', 'personal')),
  status text not null default 'active' check (status in ('active', 'suspended')),
  source text not null default 'admin',
  created_at timestamptz not null default now()
);

create table project (
  id text primary key,
  tenant_id text not null references tenant,
  name text not null,
  source text not null default 'admin',
  created_at timestamptz not null default now(),
  unique (tenant_id, name)
);

insert into tenant (id, name, source) values ('default', 'default', 'built-in');
insert into project (id, tenant_id, name, source) values ('default', 'default', 'default', 'built-in');
insert into changelog (id, applied_at, description, checksum, undo)
values (2, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'tenants', 'd5edeb33815589902eb6dd0e42dbff32c1272a56b4a54d71705fae93166bead7', $undo$-- @UNDO
drop table project;
drop table tenant;
$undo$);

-- 0003_keys.sql
-- Issued API keys. The secret is not here: only its HMAC under a pepper that is not in the database.
create table api_key (
  id text primary key,
  tenant_id text not null references tenant,
  project_id text not null references project,
  display_name text not null,
  prefix text not null unique,
  secret_hash text not null,
  status text not null default 'active' check (status in ('active', 'disabled', 'revoked')),
  principal_type text not null default '',
  principal_ref text not null default '',
  -- null: no restriction; empty: nothing is allowed
  allowed_models text[],
  allowed_operations text[],
  admin boolean not null default false,
  notes text not null default '',
  source text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  last_used_at timestamptz,
  version bigint not null default 1
);

create index api_key_by_tenant on api_key (tenant_id, id);
insert into changelog (id, applied_at, description, checksum, undo)
values (3, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'keys', '57872ecbcffb660de81f9adb469d5529442074ae296b52dfd5b79dc0993d8dd7', $undo$-- @UNDO
drop table api_key;
$undo$);

-- 0004_catalog.sql
-- Aliases and prices that operators add on top of the configuration; a row here wins over a configured one.
create table model_alias (
  alias text primary key check (length(alias) between 1 and 256),
  type text not null,
  context_window bigint check (context_window > 0),
  max_output_tokens bigint check (max_output_tokens > 0),
  modalities text[] not null default '{}',
  supports_tools boolean not null default false,
  -- Dollars per million tokens as decimal texts; null when the price of the upstream model holds.
  price jsonb,
  expose_reasoning boolean not null default false,
  enabled boolean not null default true,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table deployment (
  alias text not null references model_alias on delete cascade,
  position int not null,
  backend text not null,
  upstream_model text not null,
  weight int not null check (weight >= 0),
  rank int not null check (rank >= 0),
  primary key (alias, position)
);

-- Every price that ever held, so that an old cost can be explained. Rows are added, never changed. At any moment the
-- last row of `admin` wins over that of `config`, and that over `bundled`.
create table price (
  -- Word of the provider, or `alias` for the price of a model alias.
  kind text not null,
  model text not null,
  source text not null check (source in ('bundled', 'config', 'admin')),
  valid_from timestamptz not null,
  -- Dollars per million tokens as decimal texts; null when this source no longer has a price.
  price jsonb,
  primary key (kind, model, source, valid_from)
);

create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end $$;

create trigger model_alias_touch before update on model_alias
  for each row execute function touch_updated_at();
insert into changelog (id, applied_at, description, checksum, undo)
values (4, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'catalog', 'b5b47f3acf9cb9a11f78f1920d87cf74767ff930277e9785af9d3c0ba598b99b', $undo$-- @UNDO
drop table price;
drop table deployment;
drop table model_alias;
drop function touch_updated_at();
$undo$);

-- 0005_requests.sql
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
insert into changelog (id, applied_at, description, checksum, undo)
values (5, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'requests', '78b3496c44abe1e19f2a214c18c4a24d753fd7c951d3bd1ce1822e3ac10a75a1', $undo$-- @UNDO
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
$undo$);

-- 0006_metrics.sql
-- Instances that count calls. A row whose instance is gone stays as a tombstone, so that a paused instance that wakes
-- up learns how much of what it counted is already in the totals.
create table metric_instance (
  id text primary key,
  seen_at timestamptz not null,
  version bigint not null,
  folded_at timestamptz
) with (fillfactor = 50);

-- What each instance has counted since its start; the instance '' is the sum of those that are gone.
-- labels: values in the order of the metric's labels, separated by U+001F. counts: one number, or bucket counts and sum.
create table metric_series (
  instance text not null,
  metric text not null,
  labels text not null,
  counts bigint[] not null,
  primary key (instance, metric, labels)
) with (fillfactor = 70);

-- Who was active on which day of the reporting time zone; a person is a user id, or a key id for a key without a user.
create table daily_active (
  day date not null,
  surface text not null check (surface in ('gateway', 'open_webui', 'portal')),
  person text not null,
  primary key (day, surface, person)
);
insert into changelog (id, applied_at, description, checksum, undo)
values (6, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'metrics', '665a459dbf80df146f750923afa1baeebc9d2fef7a5f7ca539cada554f9c3abb', $undo$-- @UNDO
drop table daily_active;
drop table metric_series;
drop table metric_instance;
$undo$);

-- 0007_people.sql
-- Who may come in, and as what.

-- null: no restriction; empty: nothing is allowed
alter table tenant add column allowed_models text[];
alter table project add column allowed_models text[];

create table app_user (
  id text primary key,
  -- Where the account was proven: an issuer's URL, or `local`. Issuer and subject together name the account.
  issuer text not null,
  subject text not null,
  email text not null,
  name text not null default '',
  status text not null default 'active' check (status in ('active', 'suspended')),
  operator boolean not null default false,
  -- As the identity provider named them at the last sign-in.
  groups text[] not null default '{}',
  password_hash text,
  personal_tenant_id text not null references tenant,
  source text not null,
  -- Counts up when every session of the user is to end.
  version bigint not null default 1,
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  unique (issuer, subject)
);

create index app_user_by_email on app_user (lower(email));

create table membership (
  user_id text not null references app_user on delete cascade,
  tenant_id text not null references tenant,
  role text not null check (role in ('owner', 'admin', 'viewer', 'user')),
  created_at timestamptz not null,
  primary key (user_id, tenant_id)
);

create index membership_by_tenant on membership (tenant_id, user_id);

create table invitation (
  id text primary key,
  tenant_id text not null references tenant,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'viewer', 'user')),
  token_hash text not null unique,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text references app_user
);

create index invitation_by_tenant on invitation (tenant_id, id);

-- Groups that people of this installation made, beside those of the identity provider; joined by name.
create table user_group (
  id text primary key,
  tenant_id text not null references tenant,
  name text not null,
  allowed_models text[],
  source text not null,
  created_at timestamptz not null,
  unique (tenant_id, name)
);

create table group_member (
  group_id text not null references user_group on delete cascade,
  user_id text not null references app_user on delete cascade,
  primary key (group_id, user_id)
);

create index group_member_by_user on group_member (user_id);

-- Browser sessions. The cookie holds the token, the row its hash.
create table session (
  token_hash text primary key,
  user_id text not null references app_user on delete cascade,
  user_version bigint not null,
  -- Session id at the identity provider, for its back-channel logout.
  provider_session text,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);

create index session_by_user on session (user_id);
create index session_by_expiry on session (expires_at);

-- Links that sign somebody in once.
create table sign_in_link (
  token_hash text primary key,
  user_id text not null references app_user on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- Sign-ins that have gone to the identity provider and not come back.
create table pending_sign_in (
  state_hash text primary key,
  -- Hash of the cookie of the browser that started it.
  browser_hash text not null,
  nonce text not null,
  code_verifier text not null,
  next_path text not null,
  callback text not null,
  started_at timestamptz not null
);

-- Refresh tokens of programs. One that is shown twice ends its whole family.
create table refresh_token (
  token_hash text primary key,
  family text not null,
  user_id text not null references app_user on delete cascade,
  user_version bigint not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index refresh_token_by_family on refresh_token (family);

-- Tokens of the identity provider that may be shown once.
create table spent_token (
  id text primary key,
  expires_at timestamptz not null
);
insert into changelog (id, applied_at, description, checksum, undo)
values (7, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'people', '10eefa35fe23e5ab487138095c6b3f45ab141db30bcb11df03bc8173c243aab2', $undo$-- @UNDO
drop table spent_token;
drop table refresh_token;
drop table pending_sign_in;
drop table sign_in_link;
drop table session;
drop table group_member;
drop table user_group;
drop table invitation;
drop table membership;
drop table app_user;
alter table project drop column allowed_models;
alter table tenant drop column allowed_models;
$undo$);

-- 0008_terms.sql
-- Under which terms people get keys, and what they have agreed to.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name;
end $$;

create table policy (
  id text primary key,
  name text not null,
  description text not null,
  source text not null check (source in ('config', 'admin')),
  -- Where it stands in the configuration, such as company.yaml:12.
  place text,
  -- Whether versions made from now on must be accepted again.
  enforce_reacceptance boolean not null default false,
  current_version int not null,
  created_at timestamptz not null,
  -- Taken away: hidden, and kept for the trail.
  removed_at timestamptz,
  check ((source = 'config') = (place is not null)),
  check (source <> 'config' or not enforce_reacceptance)
);

create unique index policy_by_name on policy (name) where removed_at is null;

create table policy_version (
  policy_id text not null references policy,
  number int not null check (number > 0),
  content text not null,
  -- Acceptances of versions before this one no longer count.
  requires_acceptance boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (policy_id, number)
);

create trigger policy_version_kept before update or delete on policy_version
  for each row execute function refuse_change();

create table backend_profile (
  id text primary key,
  name text not null,
  description text not null,
  source text not null check (source in ('config', 'admin')),
  place text,
  metadata_audit boolean not null default true,
  content_audit boolean not null default false,
  default_expiry_days int check (default_expiry_days > 0),
  enforce_expiry boolean not null default false,
  max_keys_per_user int not null default 5 check (max_keys_per_user > 0),
  openwebui_headers boolean not null default false,
  -- empty: everybody who is signed in
  oidc_groups text[] not null default '{}',
  -- null: no restriction
  allowed_models text[],
  quotas jsonb not null default '[]',
  created_at timestamptz not null,
  -- Taken away: hidden, its keys no longer work, and kept for the trail.
  removed_at timestamptz,
  check ((source = 'config') = (place is not null)),
  check (not enforce_expiry or default_expiry_days is not null)
);

create unique index backend_profile_by_name on backend_profile (name) where removed_at is null;

create table backend_profile_backend (
  profile_id text not null references backend_profile on delete cascade,
  backend text not null,
  primary key (profile_id, backend)
);

create table backend_profile_policy (
  profile_id text not null references backend_profile on delete cascade,
  policy_id text not null references policy on delete cascade,
  primary key (profile_id, policy_id)
);

-- Who agreed to what, with the names as they were. No reference to people, policies or backend profiles: a row outlives
-- them all.
create table acceptance (
  id text primary key,
  user_id text not null,
  user_name text not null,
  policy_id text not null,
  policy_name text not null,
  version int not null,
  profile_id text not null,
  profile_name text not null,
  accepted_at timestamptz not null,
  unique (user_id, profile_id, policy_id, version)
);

create index acceptance_by_policy on acceptance (policy_id, id);
create index acceptance_by_profile on acceptance (profile_id, id);

create trigger acceptance_kept before update or delete on acceptance
  for each row execute function refuse_change();

-- What the owner of a key had agreed to when it was issued.
create table key_policy_snapshot (
  key_id text not null,
  policy_id text not null,
  policy_name text not null,
  version int not null,
  accepted_at timestamptz not null,
  primary key (key_id, policy_id)
);

create trigger key_policy_snapshot_kept before update or delete on key_policy_snapshot
  for each row execute function refuse_change();

-- A key of a person; null for keys of services.
alter table api_key add column user_id text references app_user;
alter table api_key add column profile_id text references backend_profile;
alter table api_key add column continue_opt_in boolean not null default false;
alter table api_key add column openwebui_opt_in boolean not null default false;
-- The key's text, encrypted, where its owner may see it again.
alter table api_key add column sealed_secret text;

create index api_key_by_user on api_key (user_id, id) where user_id is not null;
create index api_key_by_profile on api_key (profile_id) where profile_id is not null;
insert into changelog (id, applied_at, description, checksum, undo)
values (8, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'terms', 'ee8b12e4e6e27daa779dd14a73445c0f0c9d4176df0a27b59a224cefbdb8e615', $undo$-- @UNDO
alter table api_key drop column sealed_secret;
alter table api_key drop column openwebui_opt_in;
alter table api_key drop column continue_opt_in;
alter table api_key drop column profile_id;
alter table api_key drop column user_id;
drop table key_policy_snapshot;
drop table acceptance;
drop table backend_profile_policy;
drop table backend_profile_backend;
drop table backend_profile;
drop table policy_version;
drop table policy;
drop function refuse_change();
$undo$);

-- 0009_backends.sql
-- Upstreams that operators added, and a copy of the configured ones, so that all of them can be listed and a name is
-- taken once.
create table backend (
  id text primary key,
  name text not null unique check (length(name) between 1 and 64),
  kind text not null,
  base_url text not null,
  credential_mode text not null check (credential_mode in ('none', 'own', 'client')),
  -- Sealed under the master key for this row and field; null without one, and always for configured rows.
  credential text,
  -- A JSON object of header lines, sealed likewise.
  headers text,
  -- empty: whatever is asked for
  models text[] not null default '{}',
  -- Longest wait for the first byte; null: server.provider_timeout.
  timeout_ms bigint check (timeout_ms > 0),
  skip_tls_verify boolean not null default false,
  enabled boolean not null default true,
  source text not null check (source in ('config', 'admin')),
  -- Where a configured row stands, such as company.yaml:12.
  place text not null default '',
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (source = 'admin' or (credential is null and headers is null))
);
insert into changelog (id, applied_at, description, checksum, undo)
values (9, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'backends', '555b6b7878696da4c32cf077af975ee0bc7cb9a7cc6903fb192c59457c313e78', $undo$-- @UNDO
drop table backend;
$undo$);

-- 0010_tenancy.sql
-- Names that look alike are one name, and what operators do is written down.

-- What names that are taken for each other have in common; null for names that nobody chose.
alter table tenant add column name_key text unique;
alter table project add column name_key text;
alter table user_group add column name_key text not null;

update tenant set name_key = lower(name) where kind = 'organization';
update project set name_key = lower(name);

alter table project add unique (tenant_id, name_key);
alter table user_group add unique (tenant_id, name_key);

-- What somebody did at the doors for people. The id is a UUID of version 7: newest first is id descending.
create table admin_event (
  id uuid primary key,
  at timestamptz not null,
  -- What people call who did it.
  actor text not null,
  actor_user_id text,
  actor_key_id text,
  -- Such as key.revoke.
  action text not null,
  resource_type text not null,
  -- Empty when it is not about one thing.
  resource_id text not null,
  tenant_id text,
  metadata jsonb not null,
  -- The client's own id for the call.
  request_id text,
  address text not null
);

create index admin_event_by_action on admin_event (action, id);
create index admin_event_by_actor on admin_event (actor_user_id, id) where actor_user_id is not null;
create index admin_event_by_resource on admin_event (resource_type, resource_id, id);
create index admin_event_by_tenant on admin_event (tenant_id, id) where tenant_id is not null;

-- Truncation stays possible: it is how a backup is restored.
create function admin_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'admin events are neither changed nor deleted';
end $$;

create trigger admin_event_is_append_only before update or delete on admin_event
  for each statement execute function admin_event_stays();
insert into changelog (id, applied_at, description, checksum, undo)
values (10, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'tenancy', 'f1473a15ed30e1607edaedfeec6f9338895531a92a219d1794cab92f58ca75af', $undo$-- @UNDO
drop table admin_event;
drop function admin_event_stays();
alter table user_group drop column name_key;
alter table project drop column name_key;
alter table tenant drop column name_key;
$undo$);

-- 0011_end_user.sql
-- Under which backend profile a call came, and whom a trusted forwarder named behind it.

alter table request_log add column backend_profile_id text;
-- What Open WebUI tells of its user; null unless backend profile and key both trust it.
alter table request_log add column end_user_id text;
alter table request_log add column end_user_name text;
alter table request_log add column end_user_email text;
alter table request_log add column end_user_role text;
alter table request_log add column end_user_chat text;

create index request_log_backend_profile on request_log (backend_profile_id, id) where backend_profile_id is not null;
create index request_log_end_user on request_log (end_user_id, id) where end_user_id is not null;
create index request_log_end_user_email on request_log (end_user_email, id) where end_user_email is not null;

-- Empty texts stand for nothing.
alter table usage_record add column backend_profile_id text not null default '';
-- The id of the end user, else the e-mail address, else the name.
alter table usage_record add column end_user text not null default '';

create or replace view request_audit_log as
select r.id as request_id, r.correlation_id, r.key_id, r.principal_kind as principal_type, r.principal as principal_ref,
       r.operation, r.model as requested_model, r.backend as resolved_service, r.backend as resolved_host_id,
       r.provider_kind, r.upstream_model, r.started_at,
       r.started_at + r.total_us * interval '1 microsecond' as finished_at, r.total_us / 1000 as duration_ms,
       r.status as status_code, r.success, nullif(r.code, '') as error_category,
       r.bytes_in as input_bytes, r.bytes_out as output_bytes,
       u.input_tokens + u.cached_input_tokens + u.cache_write_tokens as input_tokens, u.output_tokens,
       u.cost_pico_usd / 1000000000000 as estimated_cost_usd,
       r.user_id, r.backend_profile_id, r.end_user_id, r.end_user_name, r.end_user_email, r.end_user_role,
       r.end_user_chat
from request_log r left join usage_record u on u.request_id = r.id;
insert into changelog (id, applied_at, description, checksum, undo)
values (11, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'end_user', 'dc5985eb0cd5cd8657fe4eb0702494d314ff2d70375ae73e0c00911ff312c90b', $undo$-- @UNDO
drop view request_audit_log;

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

alter table usage_record drop column end_user;
alter table usage_record drop column backend_profile_id;
alter table request_log drop column end_user_chat;
alter table request_log drop column end_user_role;
alter table request_log drop column end_user_email;
alter table request_log drop column end_user_name;
alter table request_log drop column end_user_id;
alter table request_log drop column backend_profile_id;
$undo$);

-- 0012_limits.sql
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
insert into changelog (id, applied_at, description, checksum, undo)
values (12, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'limits', '265b27866eb336ac80ae8d9b48c17bfb484676322bbc7aaee920e4bd2af24fc5', $undo$-- @UNDO
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
$undo$);

-- 0013_usage.sql
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
insert into changelog (id, applied_at, description, checksum, undo)
values (13, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'usage', 'fc89c0a2381017018ca782d9db70c2e3eaa4941220a3368c7d282d6bfd3d0f96', $undo$-- @UNDO
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
$undo$);

-- 0014_alerts.sql
-- Alerts: what was noticed, whom it goes to, and every try to tell them.

create table alert (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('limit', 'provider', 'summary', 'test')),
  -- The id of a limit, or what was measured at a backend.
  cause text not null,
  subject text not null,
  tenant_id text,
  level text not null check (level in ('notice', 'warning', 'exceeded')),
  title text not null,
  -- What a mail and a webhook say; kept as it is sent.
  facts json not null,
  payload json not null
);

create index alert_cause on alert (cause, id);
create index alert_tenant on alert (tenant_id, id) where tenant_id is not null;

-- What was said last about each thing. Whoever changes the row is the one instance that raises the alert.
create table alert_state (
  cause text not null,
  subject text not null,
  -- -infinity for a window that rolls.
  window_start timestamptz not null,
  level text not null check (level in ('notice', 'warning', 'exceeded')),
  at timestamptz not null,
  -- What was used of a limit then; null for what is no limit.
  used numeric(60, 0),
  primary key (cause, subject)
);

-- What is still to be sent. Whoever moves due_at on is the one instance that sends; should it die, the time comes again.
create table alert_delivery (
  alert_id uuid not null references alert (id),
  way text not null check (way in ('email', 'webhook')),
  target text not null,
  attempts int not null default 0,
  -- null: arrived, or given up
  due_at timestamptz,
  primary key (alert_id, way, target)
);

create index alert_delivery_due on alert_delivery (due_at) where due_at is not null;

create table alert_event (
  id uuid primary key,
  alert_id uuid not null references alert (id),
  at timestamptz not null,
  way text not null check (way in ('email', 'webhook')),
  target text not null,
  attempt int not null,
  -- null: it arrived
  error text
);

create index alert_event_alert on alert_event (alert_id, id);

create function alert_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'alert events are neither changed nor deleted';
end $$;

create trigger alert_event_is_append_only before update or delete on alert_event
  for each statement execute function alert_event_stays();
insert into changelog (id, applied_at, description, checksum, undo)
values (14, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'alerts', '13ebdde3fad0f2ef3fb105cef143bfde7f045808af9609eb74bd7e474e7630d0', $undo$-- @UNDO
drop table alert_event;
drop function alert_event_stays();
drop table alert_delivery;
drop table alert_state;
drop table alert;
$undo$);

-- 0015_idempotency.sql
-- Calls that their clients want answered once, however often they are sent.

create table idempotent_call (
  -- Hash of tenant, API key, path and the client's own key, which is not kept.
  scope text primary key,
  tenant_id text not null,
  -- Hash of the scope and the body.
  body_digest text not null,
  -- Who answers the call; one that comes late, after another took over, changes nothing.
  claim uuid not null,
  answered boolean not null default false,
  -- Sealed; null when it may not be kept or is too large.
  answer text,
  -- While the call runs: when whoever answers it counts as gone. Afterwards: when the answer is forgotten.
  holds_until timestamptz not null
);

create index idempotent_call_by_end on idempotent_call (holds_until);
create index idempotent_call_by_tenant on idempotent_call (tenant_id, holds_until);
insert into changelog (id, applied_at, description, checksum, undo)
values (15, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'idempotency', '65e589edac4f384dadeffe2a6eff836111664dabb2906e53cfc7b2291b4fec01', $undo$-- @UNDO
drop table idempotent_call;
$undo$);

-- 0016_counters.sql
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
insert into changelog (id, applied_at, description, checksum, undo)
values (16, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'counters', '171e0848598ddaa9b5abd38f5e82faf08b77553cd7a74dbf4b671d74f37e35b9', $undo$-- @UNDO
drop table counter_instance;
drop table shared_slots;
drop table shared_counter;
$undo$);

-- 0017_names.sql
-- Names of policies and backend profiles that look alike are one name, too.

-- What names that are taken for each other have in common. Of those that were taken before, one keeps it.
alter table policy add column name_key text;

update policy t set name_key = k.key
from (select id, lower(name) || case
        when row_number() over (partition by lower(name), removed_at is null order by id) = 1 then ''
        else ' ' || id end as key
      from policy) k
where k.id = t.id;

alter table policy alter column name_key set not null;
drop index policy_by_name;
create unique index policy_by_name on policy (name_key) where removed_at is null;

alter table backend_profile add column name_key text;

update backend_profile t set name_key = k.key
from (select id, lower(name) || case
        when row_number() over (partition by lower(name), removed_at is null order by id) = 1 then ''
        else ' ' || id end as key
      from backend_profile) k
where k.id = t.id;

alter table backend_profile alter column name_key set not null;
drop index backend_profile_by_name;
create unique index backend_profile_by_name on backend_profile (name_key) where removed_at is null;
insert into changelog (id, applied_at, description, checksum, undo)
values (17, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'names', '2299209d500be823e52724cbf6ee57e23405c8676e3001d066eda210cd40f58f', $undo$-- @UNDO
drop index backend_profile_by_name;
create unique index backend_profile_by_name on backend_profile (name) where removed_at is null;
alter table backend_profile drop column name_key;

drop index policy_by_name;
create unique index policy_by_name on policy (name) where removed_at is null;
alter table policy drop column name_key;
$undo$);

-- 0018_deposits.sql
-- What backends keep for tenants: files, batches, threads, responses. All tenants share the accounts of the backends.

-- What is not listed belongs to the default tenant. Rows stay, because a backend may keep things for ever.
create table deposit (
  -- The id the backend gave it.
  id text primary key,
  tenant_id text not null,
  kept_at timestamptz not null
);
insert into changelog (id, applied_at, description, checksum, undo)
values (18, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'deposits', 'a82f75717f360be8d94f49b2933899ea449b8f3c60038efb5f7ba7fc601b87b7', $undo$-- @UNDO
drop table deposit;
$undo$);

-- 0019_limit_origin.sql
-- Limits that owners of tenants and keys give within what operators allow.

alter table limit_rule add column origin text not null default 'operator'
  constraint limit_rule_origin check (origin in ('operator', 'owner'));
insert into changelog (id, applied_at, description, checksum, undo)
values (19, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'limit_origin', 'd27e29ed12c53e14c950f34dbbf7ce4f6a3e662e2712b82e20e8f357071d6fca', $undo$-- @UNDO
alter table limit_rule drop column origin;
$undo$);

-- 0020_routing.sql
-- How calls find their target: routing of aliases, rules for every call, labels of backends, why a call went where it
-- went, what rests after failures, and what operators took out of service.

alter table model_alias add column routing jsonb not null default '{}';

create table route_rule (
  name text primary key check (length(name) between 1 and 64),
  rule jsonb not null,
  created_at timestamptz not null default now()
);

-- What bounds of aliases and rules ask for, such as {"region": "eu"}.
alter table backend add column labels jsonb not null default '{}';

-- Why the call went where it went; null when there was nothing to choose.
alter table request_log add column decision jsonb;

-- Targets that rest, so that every instance lets them: backend/model.
create table target_rest (
  target text primary key,
  rests_until timestamptz not null,
  failures int not null,
  why text not null
);

-- Backends, or single models of them, that take no calls until an operator says so.
create table out_of_service (
  backend text not null,
  -- empty for the whole backend
  model text not null default '',
  reason text not null default '',
  since timestamptz not null,
  primary key (backend, model)
);
insert into changelog (id, applied_at, description, checksum, undo)
values (20, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'routing', 'd218452ca6f3dba28c15313722895b7ee5b64e3f3c2da7669ac7429e494779eb', $undo$-- @UNDO
drop table out_of_service;
drop table target_rest;
alter table request_log drop column decision;
alter table backend drop column labels;
drop table route_rule;
alter table model_alias drop column routing;
$undo$);

-- 0021_fleet.sql
-- Machines with model servers on them, the keys they show, and what was measured on them.

-- A key of a node, or a token that is exchanged for one, once.
create table node_key (
  id text primary key,
  purpose text not null check (purpose in ('key', 'token')),
  prefix text not null unique,
  -- HMAC under the key hash secret, as for API keys.
  secret_hash text not null,
  name text not null,
  -- The only host it may speak for; a key that no host was named for takes the first that shows it.
  host_id text,
  -- Names and globs of models its host may offer.
  allowed_models text[] not null,
  -- Tenants its host serves; empty for all.
  tenants text[] not null default '{}',
  -- What operators say about its host; wins over what the node says.
  labels jsonb not null default '{}',
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  -- When a token was exchanged.
  used_at timestamptz,
  revoked_at timestamptz
);

create table node_host (
  id text primary key check (length(id) between 1 and 64),
  name text not null,
  address text not null,
  -- Id of the node key it registered with; "static" for keys of the configuration, "anyone" where none is needed.
  owner text not null,
  approval text not null check (approval in ('pending', 'approved')),
  -- What the node says of itself, and what operators say; the one that keeps more calls away holds.
  told text not null,
  ordered text not null default 'available',
  labels jsonb not null default '{}',
  facts jsonb not null default '{}',
  tenants text[] not null default '{}',
  services jsonb not null default '[]',
  registered_at timestamptz not null,
  -- Written every few seconds for all hosts together, not with every heartbeat.
  last_seen_at timestamptz not null,
  -- Since when it is back after it had been silent.
  returned_at timestamptz not null
);

create table node_benchmark (
  id text primary key,
  service_id text not null,
  asset_id text not null default '',
  workload text not null,
  results jsonb not null,
  observed_at timestamptz not null,
  received_at timestamptz not null
);

create index node_benchmark_by_service on node_benchmark (service_id, observed_at desc);
insert into changelog (id, applied_at, description, checksum, undo)
values (21, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'fleet', 'd23f6637fde768e8032ca457ef4f3b72be19cd4c2ae05c766e579490c8187ef4', $undo$-- @UNDO
drop table node_benchmark;
drop table node_host;
drop table node_key;
$undo$);

-- 0022_cache.sql
-- Answers that are given again to whoever asks the same.

create table cached_answer (
  -- Hash of tenant, where the call goes and what it asks.
  digest text primary key,
  tenant_id text not null,
  -- Sealed.
  answer text not null,
  -- When it is given no longer.
  until timestamptz not null
);

create index cached_answer_by_end on cached_answer (until);
create index cached_answer_by_tenant on cached_answer (tenant_id);

-- What a call would have used, had its answer not been kept; null for calls that went to a backend.
alter table usage_record add column saved_tokens bigint;
alter table usage_record add column saved_pico_usd numeric(38, 0);

create index usage_record_saved on usage_record (started_at) where saved_tokens is not null;
insert into changelog (id, applied_at, description, checksum, undo)
values (22, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'cache', '97ed627059f5e257b24eff5dc19f10283c1d3a70f786f5b1c5086a4f7ca22e72', $undo$-- @UNDO
drop index usage_record_saved;
alter table usage_record drop column saved_pico_usd;
alter table usage_record drop column saved_tokens;
drop table cached_answer;
$undo$);

-- 0023_loss.sql
-- What translations between dialects could not carry over, and how much of it is allowed.

-- For example dropped=seed; null when nothing was lost.
alter table request_log add column losses text[];

alter table api_key add column loss_policy text not null default 'warn'
  constraint api_key_loss_policy check (loss_policy in ('allow', 'warn', 'strict'));
alter table backend_profile add column loss_policy text not null default 'allow'
  constraint backend_profile_loss_policy check (loss_policy in ('allow', 'warn', 'strict'));
insert into changelog (id, applied_at, description, checksum, undo)
values (23, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'loss', '3f0a3061706dd01481030651446fafab3c45ca1233e20dfdfa2d14f5fe0edecf', $undo$-- @UNDO
alter table backend_profile drop column loss_policy;
alter table api_key drop column loss_policy;
alter table request_log drop column losses;
$undo$);

-- 0024_guardrails.sql
-- What guardrails did with calls.

create table guardrail_run (
  id bigint generated always as identity primary key,
  request_id uuid not null,
  started_at timestamptz not null,
  tenant_id text not null,
  name text not null,
  type text not null,
  -- input or output
  layer text not null,
  priority int not null,
  micros bigint not null,
  -- passed, replaced, blocked, failed or not_scanned
  result text not null,
  score double precision not null,
  -- Kinds and counts, or why it failed; never the text.
  note text not null,
  -- The client was shown something else.
  overridden boolean not null
);

create index guardrail_run_by_request on guardrail_run (request_id);
create index guardrail_run_by_time on guardrail_run (started_at desc, id desc);
create index guardrail_run_by_name on guardrail_run (name, started_at desc);
insert into changelog (id, applied_at, description, checksum, undo)
values (24, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'guardrails', '84c7cae82c34181e56bc2eacc89bf79688aeeb7fd3fba8be905682da01fd0e27', $undo$-- @UNDO
drop table guardrail_run;
$undo$);

-- 0026_backend_options.sql
-- What operators say of a backend in words of its kind, such as the region of Bedrock.
alter table backend add column options jsonb not null default '{}';
insert into changelog (id, applied_at, description, checksum, undo)
values (26, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'backend_options', '43f2c5f892fe91e329c868355ff1269c4ee80d495d9870080d0db87f7eb64031', $undo$-- @UNDO
alter table backend drop column options;
$undo$);

-- 0027_key_addresses.sql
-- Addresses and networks a key may be used from; empty for anywhere.
alter table api_key add column allowed_addresses text[] not null default '{}';
insert into changelog (id, applied_at, description, checksum, undo)
values (27, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'key_addresses', '4e0c1d7f0194b2ee5ec78fd5bd28a9bc083482f5a14a72d8a05319aa0f5e0ac4', $undo$-- @UNDO
alter table api_key drop column allowed_addresses;
$undo$);

-- 0028_limits.sql
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
insert into changelog (id, applied_at, description, checksum, undo)
values (28, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'limits', 'cc6463ac90c2b3ac79009a2c18a678e108968f76678dfca58d7eb70c2502e4b2', $undo$-- @UNDO
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
$undo$);

-- 0029_routes.sql
-- Calls that the gateway makes beside those of clients, and questions that mean the same.

-- Why the gateway made the call, for example shadow; null for calls of clients.
alter table request_log add column purpose text;
alter table usage_record add column purpose text;

create index request_log_by_purpose on request_log (purpose, id) where purpose is not null;
create index usage_record_by_purpose on usage_record (purpose, started_at) where purpose is not null;

-- What the last words of a kept answer's question mean; gone together with the answer.
create table cached_meaning (
  digest text primary key references cached_answer (digest) on delete cascade,
  -- Hash of all that must be the same besides.
  scope text not null,
  number bigint generated always as identity,
  -- Sealed.
  vector text not null,
  -- When the answer is given no longer.
  until timestamptz not null
);

create index cached_meaning_by_scope on cached_meaning (scope, number);
insert into changelog (id, applied_at, description, checksum, undo)
values (29, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'routes', '87e0e08fa30caacf23705e79069a88b12908dcff336ec5d71a785eccffc5a376', $undo$-- @UNDO
drop table cached_meaning;
drop index usage_record_by_purpose;
drop index request_log_by_purpose;
alter table usage_record drop column purpose;
alter table request_log drop column purpose;
$undo$);

-- 0030_event_states.sql
-- What differs of the thing an admin event is about: how it was, and how it is since.
alter table admin_event add column state_before jsonb, add column state_after jsonb;
insert into changelog (id, applied_at, description, checksum, undo)
values (30, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'event_states', '47264251441072dbee6e044780526a534de83aaa9a0563280403e57f5e5f12ce', $undo$-- @UNDO
alter table admin_event drop column state_before, drop column state_after;
$undo$);

-- 0031_forecasts.sql
-- Alerts about limits that will not last. What was said last is known for each kind of alert.

alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check
  check (kind in ('limit', 'forecast', 'provider', 'summary', 'test'));

alter table alert_state add column kind text;
update alert_state s set kind = coalesce(
  (select a.kind from alert a where a.cause = s.cause and a.subject = s.subject limit 1), 'limit');
alter table alert_state alter column kind set not null;
alter table alert_state drop constraint alert_state_pkey;
alter table alert_state add primary key (kind, cause, subject);
insert into changelog (id, applied_at, description, checksum, undo)
values (31, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'forecasts', '092db180f2756767964ab06029f29aee1e66ee13dd7ae6479d0f32e708073490', $undo$-- @UNDO
delete from alert_state where kind = 'forecast';
alter table alert_state drop constraint alert_state_pkey;
alter table alert_state drop column kind;
alter table alert_state add primary key (cause, subject);

update alert set kind = 'limit' where kind = 'forecast';
alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check check (kind in ('limit', 'provider', 'summary', 'test'));
$undo$);

-- 0032_guardrail_reports.sql
-- What members say of requests that were stopped without reason, and what was decided.
create table guardrail_report (
  request_id uuid primary key,
  tenant_id text not null,
  reason text not null,
  reported_by text not null,
  reported_at timestamptz not null,
  -- open, accepted or rejected
  state text not null,
  answer text not null,
  decided_by text,
  decided_at timestamptz
);

create index guardrail_run_blocked on guardrail_run (id desc) where result = 'blocked';
insert into changelog (id, applied_at, description, checksum, undo)
values (32, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'guardrail_reports', '79b3a2a3a54f17ba7cd4ecf34cf38c5b614ac4cb80320520bb16d373f7bc2819', $undo$-- @UNDO
drop index guardrail_run_blocked;
drop table guardrail_report;
$undo$);

-- 0033_blueprints.sql
-- How everything operators keep was before and after each blueprint that was applied; secrets are not in it.
create table blueprint_revision (
  number bigint generated always as identity primary key,
  made_at timestamptz not null,
  made_by text not null,
  -- found, apply or rollback
  deed text not null,
  digest text not null,
  blueprint json not null
);

-- What each instance runs: the program, a digest of its settings, and how many changes of the database it has
-- taken over.
alter table metric_instance add column program text, add column settings text, add column changes bigint;
insert into changelog (id, applied_at, description, checksum, undo)
values (33, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'blueprints', '4d3374fa75fce37c8196b55248a4ba340e34f17d7132a2eb867c31798ef21a7b', $undo$-- @UNDO
alter table metric_instance drop column program, drop column settings, drop column changes;
drop table blueprint_revision;
$undo$);

-- 0034_certificates.sql
-- Certificates that are ordered by ACME, shared by all instances.

create table ordered_certificate (
  -- The directory and the domains.
  name text primary key,
  chain text,
  sealed_key text,
  not_before timestamptz,
  not_after timestamptz,
  -- One instance is at it until then.
  ordering_until timestamptz,
  next_try timestamptz not null,
  failures integer not null default 0,
  problem text not null default ''
);

create table acme_account (
  directory text primary key,
  sealed_key text not null,
  made_at timestamptz not null
);

-- What an authority is shown over HTTP while it looks.
create table acme_proof (
  token text primary key,
  answer text not null,
  made_at timestamptz not null
);
insert into changelog (id, applied_at, description, checksum, undo)
values (34, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'certificates', 'aa26ad83d234a8e127dd245f4f15321807253eb6949667af265e141f544d5527', $undo$-- @UNDO
drop table acme_proof;
drop table acme_account;
drop table ordered_certificate;
$undo$);

-- 0035_node_signatures.sql
-- Nodes that made a key pair sign what they send; keys from before have none and go on as they are.

-- The public half of the node's own key pair, 32 bytes as base64url.
alter table node_key add column public_key text;

-- By the clock of the node: when it signed what was heard last. Nothing older is heard again.
alter table node_host add column signed_at timestamptz not null default 'epoch';
insert into changelog (id, applied_at, description, checksum, undo)
values (35, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'node_signatures', 'f91d91a47f558f205953dbbcc1ee38f801e90bd90f14462a3662c834d2fd43bb', $undo$-- @UNDO
alter table node_host drop column signed_at;
alter table node_key drop column public_key;
$undo$);

-- 0036_guardrail_rules.sql
-- Guardrails that operators set up, beside those of the settings.

create table guardrail_rule (
  id uuid primary key,
  -- input or output
  layer text not null,
  name text not null,
  -- All that is said of it but the config.
  rule jsonb not null,
  -- Sealed: what its kind is told, keys of services among it.
  config text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint guardrail_rule_name unique (layer, name)
);
insert into changelog (id, applied_at, description, checksum, undo)
values (36, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'guardrail_rules', '9db9cda056b37ccf63c506cfa173c3eee33536447c61684cd80cbb931535e57a', $undo$-- @UNDO
drop table guardrail_rule;
$undo$);

-- 0037_slow_calls.sql
-- Calls that took long or cost much are found by indexes of their own.

-- Gives an index to the days of a table that have not begun, and so to all that are made later. Days with calls stay
-- without it, and leave with their time: to build it there would make writers wait as long as a day takes to read.
create function request_index_add(parent text, index text, definition text) returns void language plpgsql as $$
declare
  partition text;
begin
  execute format('create index %I on only %I %s', index, parent, definition);
  for partition in
    select child.relname from pg_inherits
      join pg_class child on child.oid = inhrelid
    where inhparent = parent::regclass
      and child.relname > parent || to_char(now() at time zone 'UTC', '"_"YYYYMMDD')
  loop
    execute format('create index %I on %I %s', partition || '_' || index, partition, definition);
    execute format('alter index %I attach partition %I', index, partition || '_' || index);
  end loop;
end $$;

-- From one second and from one cent on: the least that the console asks for.
select request_index_add('request_log', 'request_log_slow', '(total_us) where total_us >= 1000000');
select request_index_add('usage_record', 'usage_record_dear', '(cost_pico_usd) where cost_pico_usd >= 10000000000');
insert into changelog (id, applied_at, description, checksum, undo)
values (37, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'slow_calls', '841cd4622729cb5473990132336bc61cfd1a6b8f0e8cdd4aedd650e9aab18a3b', $undo$-- @UNDO
drop index usage_record_dear;
drop index request_log_slow;
drop function request_index_add(text, text, text);
$undo$);

-- 0038_guardrail_views.sql
-- What guardrails did, as the gateway with a dashboard names it.

create view guardrail_metrics as
select id, request_id, name as guardrail_name, type as guardrail_type, layer, priority, started_at as start_time,
       started_at + micros * interval '1 microsecond' as end_time, micros / 1000.0 as duration_ms,
       result in ('passed', 'replaced') as passed, score, case when result = 'failed' then note end as error,
       jsonb_build_object('result', result, 'found', case when result = 'failed' then '' else note end) as metadata,
       overridden as response_overridden
from guardrail_run;

-- Looks that could not be taken say nothing of how a guardrail does.
create view guardrail_performance_summary as
select guardrail_name, layer, count(*) as total_executions, count(*) filter (where passed) as passed_count,
       count(*) filter (where not passed) as failed_count, count(*) filter (where error is not null) as error_count,
       round(100.0 * count(*) filter (where passed) / count(*), 2) as pass_rate,
       round(avg(duration_ms), 3) as avg_duration_ms,
       percentile_disc(0.5) within group (order by duration_ms) as p50_duration_ms,
       percentile_disc(0.95) within group (order by duration_ms) as p95_duration_ms
from guardrail_metrics
where metadata ->> 'result' <> 'not_scanned'
group by guardrail_name, layer;
insert into changelog (id, applied_at, description, checksum, undo)
values (38, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'guardrail_views', '8ba036584cfa2cabf8cc72c07257fc7dc013780f031923cab0f72201d17a2eac', $undo$-- @UNDO
drop view guardrail_performance_summary;
drop view guardrail_metrics;
$undo$);

-- 0039_settling.sql
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
insert into changelog (id, applied_at, description, checksum, undo)
values (39, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), 'settling', '90b1317af4f64268e354a2d3cac8c1753a870fe75e6265b05ce27aaad98c9614', $undo$-- @UNDO
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
$undo$);

commit;
