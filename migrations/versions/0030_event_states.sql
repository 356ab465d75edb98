-- What differs of the thing an admin event is about: how it was, and how it is since.
alter table admin_event add column state_before jsonb, add column state_after jsonb;

-- //@UNDO
alter table admin_event drop column state_before, drop column state_after;
