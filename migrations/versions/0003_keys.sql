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

-- //@UNDO
drop table api_key;
