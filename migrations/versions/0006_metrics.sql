-- Instances that count calls. A row whose instance is gone stays as a tombstone, so that a paused instance that wakes
-- up learns how much of what it counted is already in the totals.
create table metric_instance (
  id text primary key,
  seen_at timestamptz not null,
  version bigint not null,
  folded_at timestamptz
) with (fillfactor = 50);

-- What each instance has counted since its start; the instance '' is the sum of those that are gone.
-- labels: values in the order of the metric's labels, separated by U+001F. counts: one number, or bucket counts and sum.
create table metric_series (
  instance text not null,
  metric text not null,
  labels text not null,
  counts bigint[] not null,
  primary key (instance, metric, labels)
) with (fillfactor = 70);

-- Who was active on which day of the reporting time zone; a person is a user id, or a key id for a key without a user.
create table daily_active (
  day date not null,
  surface text not null check (surface in ('gateway', 'open_webui', 'portal')),
  person text not null,
  primary key (day, surface, person)
);

-- //@UNDO
drop table daily_active;
drop table metric_series;
drop table metric_instance;
