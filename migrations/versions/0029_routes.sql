-- Calls that the gateway makes beside those of clients, and questions that mean the same.

-- Why the gateway made the call, for example shadow; null for calls of clients.
alter table request_log add column purpose text;
alter table usage_record add column purpose text;

create index request_log_by_purpose on request_log (purpose, id) where purpose is not null;
create index usage_record_by_purpose on usage_record (purpose, started_at) where purpose is not null;

-- What the last words of a kept answer's question mean; gone together with the answer.
create table cached_meaning (
  digest text primary key references cached_answer (digest) on delete cascade,
  -- Hash of all that must be the same besides.
  scope text not null,
  number bigint generated always as identity,
  -- Sealed.
  vector text not null,
  -- When the answer is given no longer.
  until timestamptz not null
);

create index cached_meaning_by_scope on cached_meaning (scope, number);

-- //@UNDO
drop table cached_meaning;
drop index usage_record_by_purpose;
drop index request_log_by_purpose;
alter table usage_record drop column purpose;
alter table request_log drop column purpose;
