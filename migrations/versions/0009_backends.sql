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

-- //@UNDO
drop table backend;
