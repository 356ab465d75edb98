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

-- //@UNDO
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
