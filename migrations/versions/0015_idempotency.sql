-- Calls that their clients want answered once, however often they are sent.

create table idempotent_call (
  -- Hash of tenant, API key, path and the client's own key, which is not kept.
  scope text primary key,
  tenant_id text not null,
  -- Hash of the scope and the body.
  body_digest text not null,
  -- Who answers the call; one that comes late, after another took over, changes nothing.
  claim uuid not null,
  answered boolean not null default false,
  -- Sealed; null when it may not be kept or is too large.
  answer text,
  -- While the call runs: when whoever answers it counts as gone. Afterwards: when the answer is forgotten.
  holds_until timestamptz not null
);

create index idempotent_call_by_end on idempotent_call (holds_until);
create index idempotent_call_by_tenant on idempotent_call (tenant_id, holds_until);

-- //@UNDO
drop table idempotent_call;
