-- Names of policies and backend profiles that look alike are one name, too.

-- What names that are taken for each other have in common. Of those that were taken before, one keeps it.
alter table policy add column name_key text;

update policy t set name_key = k.key
from (select id, lower(name) || case
        when row_number() over (partition by lower(name), removed_at is null order by id) = 1 then ''
        else ' ' || id end as key
      from policy) k
where k.id = t.id;

alter table policy alter column name_key set not null;
drop index policy_by_name;
create unique index policy_by_name on policy (name_key) where removed_at is null;

alter table backend_profile add column name_key text;

update backend_profile t set name_key = k.key
from (select id, lower(name) || case
        when row_number() over (partition by lower(name), removed_at is null order by id) = 1 then ''
        else ' ' || id end as key
      from backend_profile) k
where k.id = t.id;

alter table backend_profile alter column name_key set not null;
drop index backend_profile_by_name;
create unique index backend_profile_by_name on backend_profile (name_key) where removed_at is null;

-- //@UNDO
drop index backend_profile_by_name;
create unique index backend_profile_by_name on backend_profile (name) where removed_at is null;
alter table backend_profile drop column name_key;

drop index policy_by_name;
create unique index policy_by_name on policy (name) where removed_at is null;
alter table policy drop column name_key;
