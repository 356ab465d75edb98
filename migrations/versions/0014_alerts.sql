-- Alerts: what was noticed, whom it goes to, and every try to tell them.

create table alert (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('limit', 'provider', 'summary', 'test')),
  -- The id of a limit, or what was measured at a backend.
  cause text not null,
  subject text not null,
  tenant_id text,
  level text not null check (level in ('notice', 'warning', 'exceeded')),
  title text not null,
  -- What a mail and a webhook say; kept as it is sent.
  facts json not null,
  payload json not null
);

create index alert_cause on alert (cause, id);
create index alert_tenant on alert (tenant_id, id) where tenant_id is not null;

-- What was said last about each thing. Whoever changes the row is the one instance that raises the alert.
create table alert_state (
  cause text not null,
  subject text not null,
  -- -infinity for a window that rolls.
  window_start timestamptz not null,
  level text not null check (level in ('notice', 'warning', 'exceeded')),
  at timestamptz not null,
  -- What was used of a limit then; null for what is no limit.
  used numeric(60, 0),
  primary key (cause, subject)
);

-- What is still to be sent. Whoever moves due_at on is the one instance that sends; should it die, the time comes again.
create table alert_delivery (
  alert_id uuid not null references alert (id),
  way text not null check (way in ('email', 'webhook')),
  target text not null,
  attempts int not null default 0,
  -- null: arrived, or given up
  due_at timestamptz,
  primary key (alert_id, way, target)
);

create index alert_delivery_due on alert_delivery (due_at) where due_at is not null;

create table alert_event (
  id uuid primary key,
  alert_id uuid not null references alert (id),
  at timestamptz not null,
  way text not null check (way in ('email', 'webhook')),
  target text not null,
  attempt int not null,
  -- null: it arrived
  error text
);

create index alert_event_alert on alert_event (alert_id, id);

create function alert_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'alert events are neither changed nor deleted';
end $$;

create trigger alert_event_is_append_only before update or delete on alert_event
  for each statement execute function alert_event_stays();

-- //@UNDO
drop table alert_event;
drop function alert_event_stays();
drop table alert_delivery;
drop table alert_state;
drop table alert;
