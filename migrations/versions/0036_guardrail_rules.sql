-- Guardrails that operators set up, beside those of the settings.

create table guardrail_rule (
  id uuid primary key,
  -- input or output
  layer text not null,
  name text not null,
  -- All that is said of it but the config.
  rule jsonb not null,
  -- Sealed: what its kind is told, keys of services among it.
  config text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint guardrail_rule_name unique (layer, name)
);

-- //@UNDO
drop table guardrail_rule;
