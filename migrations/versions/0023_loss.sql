-- What translations between dialects could not carry over, and how much of it is allowed.

-- For example dropped=seed; null when nothing was lost.
alter table request_log add column losses text[];

alter table api_key add column loss_policy text not null default 'warn'
  constraint api_key_loss_policy check (loss_policy in ('allow', 'warn', 'strict'));
alter table backend_profile add column loss_policy text not null default 'allow'
  constraint backend_profile_loss_policy check (loss_policy in ('allow', 'warn', 'strict'));

-- //@UNDO
alter table backend_profile drop column loss_policy;
alter table api_key drop column loss_policy;
alter table request_log drop column losses;
