-- Addresses and networks a key may be used from; empty for anywhere.
alter table api_key add column allowed_addresses text[] not null default '{}';

-- //@UNDO
alter table api_key drop column allowed_addresses;
