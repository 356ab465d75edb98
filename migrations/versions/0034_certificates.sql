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

-- //@UNDO
drop table acme_proof;
drop table acme_account;
drop table ordered_certificate;
