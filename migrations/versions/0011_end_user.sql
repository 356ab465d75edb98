-- Under which backend profile a call came, and whom a trusted forwarder named behind it.

alter table request_log add column backend_profile_id text;
-- What Open WebUI tells of its user; null unless backend profile and key both trust it.
alter table request_log add column end_user_id text;
alter table request_log add column end_user_name text;
alter table request_log add column end_user_email text;
alter table request_log add column end_user_role text;
alter table request_log add column end_user_chat text;

create index request_log_backend_profile on request_log (backend_profile_id, id) where backend_profile_id is not null;
create index request_log_end_user on request_log (end_user_id, id) where end_user_id is not null;
create index request_log_end_user_email on request_log (end_user_email, id) where end_user_email is not null;

-- Empty texts stand for nothing.
alter table usage_record add column backend_profile_id text not null default '';
-- The id of the end user, else the e-mail address, else the name.
alter table usage_record add column end_user text not null default '';

create or replace view request_audit_log as
select r.id as request_id, r.correlation_id, r.key_id, r.principal_kind as principal_type, r.principal as principal_ref,
       r.operation, r.model as requested_model, r.backend as resolved_service, r.backend as resolved_host_id,
       r.provider_kind, r.upstream_model, r.started_at,
       r.started_at + r.total_us * interval '1 microsecond' as finished_at, r.total_us / 1000 as duration_ms,
       r.status as status_code, r.success, nullif(r.code, '') as error_category,
       r.bytes_in as input_bytes, r.bytes_out as output_bytes,
       u.input_tokens + u.cached_input_tokens + u.cache_write_tokens as input_tokens, u.output_tokens,
       u.cost_pico_usd / 1000000000000 as estimated_cost_usd,
       r.user_id, r.backend_profile_id, r.end_user_id, r.end_user_name, r.end_user_email, r.end_user_role,
       r.end_user_chat
from request_log r left join usage_record u on u.request_id = r.id;

-- //@UNDO
drop view request_audit_log;

create view request_audit_log as
select r.id as request_id, r.correlation_id, r.key_id, r.principal_kind as principal_type, r.principal as principal_ref,
       r.operation, r.model as requested_model, r.backend as resolved_service, r.backend as resolved_host_id,
       r.provider_kind, r.upstream_model, r.started_at,
       r.started_at + r.total_us * interval '1 microsecond' as finished_at, r.total_us / 1000 as duration_ms,
       r.status as status_code, r.success, nullif(r.code, '') as error_category,
       r.bytes_in as input_bytes, r.bytes_out as output_bytes,
       u.input_tokens + u.cached_input_tokens + u.cache_write_tokens as input_tokens, u.output_tokens,
       u.cost_pico_usd / 1000000000000 as estimated_cost_usd
from request_log r left join usage_record u on u.request_id = r.id;

alter table usage_record drop column end_user;
alter table usage_record drop column backend_profile_id;
alter table request_log drop column end_user_chat;
alter table request_log drop column end_user_role;
alter table request_log drop column end_user_email;
alter table request_log drop column end_user_name;
alter table request_log drop column end_user_id;
alter table request_log drop column backend_profile_id;
