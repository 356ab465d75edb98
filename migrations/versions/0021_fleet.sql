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

-- //@UNDO
drop table node_benchmark;
drop table node_host;
drop table node_key;
