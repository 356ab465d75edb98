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

-- //@UNDO
drop table guardrail_run;
