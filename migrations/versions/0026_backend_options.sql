-- What operators say of a backend in words of its kind, such as the region of Bedrock.
alter table backend add column options jsonb not null default '{}';

-- //@UNDO
alter table backend drop column options;
