-- Names that look alike are one name, and what operators do is written down.

-- What names that are taken for each other have in common; null for names that nobody chose.
alter table tenant add column name_key text unique;
alter table project add column name_key text;
alter table user_group add column name_key text not null;

update tenant set name_key = lower(name) where kind = 'organization';
update project set name_key = lower(name);

alter table project add unique (tenant_id, name_key);
alter table user_group add unique (tenant_id, name_key);

-- What somebody did at the doors for people. The id is a UUID of version 7: newest first is id descending.
create table admin_event (
  id uuid primary key,
  at timestamptz not null,
  -- What people call who did it.
  actor text not null,
  actor_user_id text,
  actor_key_id text,
  -- Such as key.revoke.
  action text not null,
  resource_type text not null,
  -- Empty when it is not about one thing.
  resource_id text not null,
  tenant_id text,
  metadata jsonb not null,
  -- The client's own id for the call.
  request_id text,
  address text not null
);

create index admin_event_by_action on admin_event (action, id);
create index admin_event_by_actor on admin_event (actor_user_id, id) where actor_user_id is not null;
create index admin_event_by_resource on admin_event (resource_type, resource_id, id);
create index admin_event_by_tenant on admin_event (tenant_id, id) where tenant_id is not null;

-- Truncation stays possible: it is how a backup is restored.
create function admin_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'admin events are neither changed nor deleted';
end $$;

create trigger admin_event_is_append_only before update or delete on admin_event
  for each statement execute function admin_event_stays();

-- //@UNDO
drop table admin_event;
drop function admin_event_stays();
alter table user_group drop column name_key;
alter table project drop column name_key;
alter table tenant drop column name_key;
