-- Calls that took long or cost much are found by indexes of their own.

-- Gives an index to the days of a table that have not begun, and so to all that are made later. Days with calls stay
-- without it, and leave with their time: to build it there would make writers wait as long as a day takes to read.
create function request_index_add(parent text, index text, definition text) returns void language plpgsql as $$
declare
  partition text;
begin
  execute format('create index %I on only %I %s', index, parent, definition);
  for partition in
    select child.relname from pg_inherits
      join pg_class child on child.oid = inhrelid
    where inhparent = parent::regclass
      and child.relname > parent || to_char(now() at time zone 'UTC', '"_"YYYYMMDD')
  loop
    execute format('create index %I on %I %s', partition || '_' || index, partition, definition);
    execute format('alter index %I attach partition %I', index, partition || '_' || index);
  end loop;
end $$;

-- From one second and from one cent on: the least that the console asks for.
select request_index_add('request_log', 'request_log_slow', '(total_us) where total_us >= 1000000');
select request_index_add('usage_record', 'usage_record_dear', '(cost_pico_usd) where cost_pico_usd >= 10000000000');

-- //@UNDO
drop index usage_record_dear;
drop index request_log_slow;
drop function request_index_add(text, text, text);
