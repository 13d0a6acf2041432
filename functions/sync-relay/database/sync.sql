-- What the schema sync needs besides its tables.
select zerodue.create_schema('sync', 'sync_relay');
select zerodue.create_inbox('sync', 'sync_relay');
select zerodue.create_set_aside('sync', 'sync_relay');
select zerodue.create_deleted_user('sync');
select zerodue.protect('sync.stream'), zerodue.protect('sync.update');

-- Adds an update of the caller and returns its number, or null when the account is deleted. It locks the head of the stream
-- first, so that its later reads cannot change. Every hundredth update deletes those beyond `most`.
create or replace function sync.keep(type text, at timestamptz, data json, most bigint) returns bigint
  language plpgsql volatile set search_path = pg_catalog as $$
declare
  who text := zerodue.caller();
  given bigint;
begin
  insert into sync.stream as s (user_id, last) values (who, 1)
    on conflict (user_id) do update set last = s.last + 1
    returning last into given;
  if sync.is_gone(keep.at) then
    delete from sync.stream where user_id = who and last = 1;
    return null;
  end if;
  insert into sync.update (user_id, number, type, time, kept_at, data, bytes)
    values (who, given, keep.type, keep.at, clock_timestamp(), keep.data, octet_length(keep.data::text));
  if given % 100 = 0 and given > keep.most then
    delete from sync.update u where u.user_id = who and u.number <= given - keep.most;
  end if;
  return given;
end $$;

-- Deletes everything of the caller. It locks the head of the stream first, and makes one where there is none: so a
-- concurrent `keep` either commits before this and is deleted, or sees that the account is gone.
create or replace function sync.delete_caller(now timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into sync.stream as s (user_id, last) values (zerodue.caller(), 0)
    on conflict (user_id) do update set last = s.last;
  perform zerodue.delete_user('sync', zerodue.caller(), now);
end $$;

-- The newest number of each of these people, for a replica that may have missed a wake-up.
create or replace function sync.heads(users text[]) returns table (user_id text, last bigint)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select s.user_id, s.last from sync.stream s where s.user_id = any(heads.users);
  end;

-- Deletes older updates of all people, and accounts that were deleted before any event that could still come.
create or replace function sync.forget_old(before timestamptz, names_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from sync.update where kept_at < forget_old.before;
    delete from sync.deleted_user where at < forget_old.names_before;
  end;

grant select, insert, update, delete on sync.stream, sync.update to sync_relay;
revoke execute on all functions in schema sync from public;
grant execute on function sync.is_gone, sync.keep, sync.delete_caller, sync.heads, sync.forget_old to sync_relay;
