-- How everything operators keep was before and after each blueprint that was applied; secrets are not in it.
create table blueprint_revision (
  number bigint generated always as identity primary key,
  made_at timestamptz not null,
  made_by text not null,
  -- found, apply or rollback
  deed text not null,
  digest text not null,
  blueprint json not null
);

-- What each instance runs: the program, a digest of its settings, and how many changes of the database it has
-- taken over.
alter table metric_instance add column program text, add column settings text, add column changes bigint;

-- //@UNDO
alter table metric_instance drop column program, drop column settings, drop column changes;
drop table blueprint_revision;
