-- What backends keep for tenants: files, batches, threads, responses. All tenants share the accounts of the backends.

-- What is not listed belongs to the default tenant. Rows stay, because a backend may keep things for ever.
create table deposit (
  -- The id the backend gave it.
  id text primary key,
  tenant_id text not null,
  kept_at timestamptz not null
);

-- //@UNDO
drop table deposit;
