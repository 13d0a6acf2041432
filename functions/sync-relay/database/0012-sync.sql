-- What clients must see, kept for a while: one sequence a person, without gaps. Its head is a row that whoever adds an
-- update holds until the commit, so nobody ever sees a number before those that come before it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'sync_relay') then
    create role sync_relay nologin;
  end if;
  execute format('grant sync_relay to %I', current_user);
end $$;
grant usage on schema zerodue to sync_relay;
grant select on zerodue.migration to sync_relay;

create schema sync;
select zerodue.create_inbox('sync', 'sync_relay');

create table sync.stream (
  user_id text primary key,
  -- The number of the newest update.
  last bigint not null
);

create table sync.update (
  user_id text not null,
  number bigint not null,
  type text not null,
  time timestamptz not null,
  kept_at timestamptz not null,
  data json not null,
  primary key (user_id, number)
);
create index update_by_age on sync.update (kept_at);

-- Which accounts ended and when, by hash only, so that what arrives late does not bring anything back.
create table sync.deleted_user (
  user_hash bytea primary key,
  at timestamptz not null
);

alter table sync.stream enable row level security;
alter table sync.update enable row level security;
alter table sync.deleted_user enable row level security;
create policy own on sync.stream using (user_id = zerodue.caller());
create policy own on sync.update using (user_id = zerodue.caller());

-- Whether the account of the caller ended after that.
create function sync.is_gone(since timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select exists (select from sync.deleted_user
      where user_hash = sha256(convert_to(zerodue.caller(), 'UTF8')) and at >= is_gone.since);
  end;

-- Adds an update of the caller and answers its number; null when the account has ended. The row of the head comes first:
-- what is looked at after that, nobody else is changing. Now and then what is beyond `most` goes.
create function sync.keep(type text, at timestamptz, data json, most bigint) returns bigint
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
  insert into sync.update (user_id, number, type, time, kept_at, data)
    values (who, given, keep.type, keep.at, clock_timestamp(), keep.data);
  if given % 100 = 0 and given > keep.most then
    delete from sync.update u where u.user_id = who and u.number <= given - keep.most;
  end if;
  return given;
end $$;

-- Removes everything of the caller, and remembers when. The head is taken first, also where there was none, so that an
-- update that is being added meanwhile is either seen here or sees that the account is gone.
create function sync.delete_caller(now timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  who text := zerodue.caller();
begin
  insert into sync.stream as s (user_id, last) values (who, 0) on conflict (user_id) do update set last = s.last;
  insert into sync.deleted_user values (sha256(convert_to(who, 'UTF8')), delete_caller.now)
    on conflict (user_hash) do update set at = greatest(sync.deleted_user.at, excluded.at);
  delete from sync.update where user_id = who;
  delete from sync.seen where user_id = who;
  delete from sync.stream where user_id = who;
end $$;

-- How far the sequences of those are who have a stream open: numbers only, for whoever may have missed a wake-up.
create function sync.heads(users text[]) returns table (user_id text, last bigint)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select s.user_id, s.last from sync.stream s where s.user_id = any(heads.users);
  end;

-- What is older goes, of all people, and the names of accounts that ended before any event that could still come.
create function sync.forget_old(before timestamptz, names_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from sync.update where kept_at < forget_old.before;
    delete from sync.deleted_user where at < forget_old.names_before;
  end;

grant select, insert, update, delete on sync.stream, sync.update to sync_relay;
revoke execute on function sync.is_gone, sync.keep, sync.delete_caller, sync.heads, sync.forget_old from public;
grant execute on function sync.is_gone, sync.keep, sync.delete_caller, sync.heads, sync.forget_old to sync_relay;
