-- Which version each changeable thing (keys, catalog, backends ...) has reached.
-- Instances compare it with what they hold in memory, so that a lost notification costs a second, not a change.
create table change_version (
  topic text primary key,
  version bigint not null,
  changed_at timestamptz not null
);

-- //@UNDO
drop table change_version;
