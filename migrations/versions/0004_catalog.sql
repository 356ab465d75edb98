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

-- //@UNDO
drop table price;
drop table deployment;
drop table model_alias;
drop function touch_updated_at();
