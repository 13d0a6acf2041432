-- Of a deleted account only the hash of its id stays, so that a late event or an old token brings nothing back.
create or replace function zerodue.hash_of(user_id text) returns bytea
  language sql immutable parallel safe
  return sha256(convert_to(user_id, 'UTF8'));

-- Makes the table of deleted accounts of a schema. `is_deleted` answers whether an account was deleted at `since` or later;
-- `is_gone` answers it for the caller.
create or replace function zerodue.create_deleted_user(owner_schema name) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  execute format($sql$
    create table if not exists %1$I.deleted_user (
      user_hash bytea primary key,
      at timestamptz not null
    );
  $sql$, owner_schema);
  if to_regclass(format('%I.deleted_user_by_age', owner_schema)) is null then
    execute format('create index deleted_user_by_age on %I.deleted_user (at)', owner_schema);
  end if;
  if not (select relrowsecurity from pg_class where oid = format('%I.deleted_user', owner_schema)::regclass) then
    execute format('alter table %I.deleted_user enable row level security', owner_schema);
  end if;
  execute format($sql$
    create or replace function %1$I.is_deleted(user_id text, since timestamptz) returns boolean
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select exists (
          select from %1$I.deleted_user where user_hash = zerodue.hash_of(is_deleted.user_id) and at >= is_deleted.since);
      end;

    create or replace function %1$I.is_gone(since timestamptz) returns boolean
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select exists (
          select from %1$I.deleted_user where user_hash = zerodue.hash_of(zerodue.caller()) and at >= is_gone.since);
      end;
    revoke execute on function %1$I.is_deleted, %1$I.is_gone from public;
  $sql$, owner_schema);
end $$;

-- Deletes every row of a user in a schema: in each table with a `user_id`, so that a table of tomorrow is not forgotten.
create or replace function zerodue.delete_rows(owner_schema name, deleted text) returns void
  language plpgsql volatile set search_path = pg_catalog as $$
declare
  owned regclass;
begin
  for owned in
    select c.oid from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
    where c.relnamespace = owner_schema::text::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname
  loop
    execute format('delete from %s where user_id = $1', owned) using deleted;
  end loop;
end $$;

-- Deletes every row of a user in a schema, and remembers the moment.
create or replace function zerodue.delete_user(owner_schema name, deleted text, at timestamptz) returns void
  language plpgsql volatile set search_path = pg_catalog as $$
begin
  perform zerodue.delete_rows(owner_schema, deleted);
  execute format(
    'insert into %I.deleted_user as d values ($1, $2)
      on conflict (user_hash) do update set at = greatest(d.at, excluded.at)', owner_schema)
    using zerodue.hash_of(deleted), at;
end $$;

revoke execute on function zerodue.hash_of, zerodue.create_deleted_user, zerodue.delete_rows, zerodue.delete_user
  from public;
