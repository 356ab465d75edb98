-- Limits that owners of tenants and keys give within what operators allow.

alter table limit_rule add column origin text not null default 'operator'
  constraint limit_rule_origin check (origin in ('operator', 'owner'));

-- //@UNDO
alter table limit_rule drop column origin;
