-- What members say of requests that were stopped without reason, and what was decided.
create table guardrail_report (
  request_id uuid primary key,
  tenant_id text not null,
  reason text not null,
  reported_by text not null,
  reported_at timestamptz not null,
  -- open, accepted or rejected
  state text not null,
  answer text not null,
  decided_by text,
  decided_at timestamptz
);

create index guardrail_run_blocked on guardrail_run (id desc) where result = 'blocked';

-- //@UNDO
drop index guardrail_run_blocked;
drop table guardrail_report;
