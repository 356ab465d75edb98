-- Who is billed and isolated. An installation without tenants lives in the default one, which no screen shows.
create table tenant (
  id text primary key,
  name text not null unique,
  kind text not null default 'organization' check (kind in ('organization', 'personal')),
  status text not null default 'active' check (status in ('active', 'suspended')),
  source text not null default 'admin',
  created_at timestamptz not null default now()
);

create table project (
  id text primary key,
  tenant_id text not null references tenant,
  name text not null,
  source text not null default 'admin',
  created_at timestamptz not null default now(),
  unique (tenant_id, name)
);

insert into tenant (id, name, source) values ('default', 'default', 'built-in');
insert into project (id, tenant_id, name, source) values ('default', 'default', 'default', 'built-in');

-- //@UNDO
drop table project;
drop table tenant;
