-- Answers that are given again to whoever asks the same.

create table cached_answer (
  -- Hash of tenant, where the call goes and what it asks.
  digest text primary key,
  tenant_id text not null,
  -- Sealed.
  answer text not null,
  -- When it is given no longer.
  until timestamptz not null
);

create index cached_answer_by_end on cached_answer (until);
create index cached_answer_by_tenant on cached_answer (tenant_id);

-- What a call would have used, had its answer not been kept; null for calls that went to a backend.
alter table usage_record add column saved_tokens bigint;
alter table usage_record add column saved_pico_usd numeric(38, 0);

create index usage_record_saved on usage_record (started_at) where saved_tokens is not null;

-- //@UNDO
drop index usage_record_saved;
alter table usage_record drop column saved_pico_usd;
alter table usage_record drop column saved_tokens;
drop table cached_answer;
