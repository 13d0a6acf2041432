-- Removes everything of the caller and remembers when: every row that names its owner, in every table that there is, so
-- that a table that is added later is not forgotten. What is told of it is written after this.
create or replace function identity.delete_caller(now timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  who text := zerodue.caller();
  owned regclass;
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.account'), hashtext(who));
  for owned in
    select c.oid from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
    where n.nspname in ('tasks', 'identity') and c.relkind in ('r', 'p') and not c.relispartition
  loop
    execute format('delete from %s where user_id = $1', owned) using who;
  end loop;
  delete from identity.person where id = who;
  insert into identity.deleted_user values (identity.hash_of(who), now)
    on conflict (user_hash) do update set at = excluded.at;
end $$;
