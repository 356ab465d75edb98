-- Alerts about limits that will not last. What was said last is known for each kind of alert.

alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check
  check (kind in ('limit', 'forecast', 'provider', 'summary', 'test'));

alter table alert_state add column kind text;
update alert_state s set kind = coalesce(
  (select a.kind from alert a where a.cause = s.cause and a.subject = s.subject limit 1), 'limit');
alter table alert_state alter column kind set not null;
alter table alert_state drop constraint alert_state_pkey;
alter table alert_state add primary key (kind, cause, subject);

-- //@UNDO
delete from alert_state where kind = 'forecast';
alter table alert_state drop constraint alert_state_pkey;
alter table alert_state drop column kind;
alter table alert_state add primary key (cause, subject);

update alert set kind = 'limit' where kind = 'forecast';
alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check check (kind in ('limit', 'provider', 'summary', 'test'));
