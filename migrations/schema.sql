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

commit;
