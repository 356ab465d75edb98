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

-- //@UNDO
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
