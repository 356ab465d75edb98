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

-- //@UNDO
drop table out_of_service;
drop table target_rest;
alter table request_log drop column decision;
alter table backend drop column labels;
drop table route_rule;
alter table model_alias drop column routing;
