-- The functions, policies and grants of the schema identity.
select zerodue.create_schema('identity', 'task_api');
select zerodue.create_deleted_user('identity');
select zerodue.protect('identity.profile'), zerodue.protect('identity.api_token'), zerodue.protect('identity.calendar');

-- A sign-in looks for a person before the caller is known, so these tables are open while a transaction names no caller.
-- In a transaction that names one, as every query about tasks does, they show only that person's rows.
select
  zerodue.protect('identity.person', '((zerodue.caller() IS NULL) OR (id = zerodue.caller()))'),
  zerodue.protect('identity.credential', '((zerodue.caller() IS NULL) OR (user_id = zerodue.caller()))'),
  zerodue.protect('identity.session', '((zerodue.caller() IS NULL) OR (user_id = zerodue.caller()))');

-- Names the user who writes in this transaction, or raises ZD001 when the account is deleted. The lock makes a write and a
-- deletion wait for each other, so that nothing is written to a deleted account.
create or replace function identity.begin_write(writer text, credentials_since timestamptz) returns text
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('zerodue.account'), hashtext(writer));
  -- The clock of the issuer may be a little ahead.
  if identity.is_deleted(writer, coalesce(credentials_since, '-infinity') - interval '5 seconds') then
    raise exception 'the account was deleted' using errcode = 'ZD001';
  end if;
  return set_config('app.user', writer, true);
end $$;

-- Deletes everything of the caller. The caller then writes the events of the deletion. The person goes first, so that the
-- events that a trigger writes about their sessions go with the outbox.
create or replace function identity.delete_caller(now timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  deleted text := zerodue.caller();
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.account'), hashtext(deleted));
  delete from identity.person where id = deleted;
  perform zerodue.delete_rows('tasks', deleted);
  perform zerodue.delete_user('identity', deleted, now);
end $$;

-- The owner of a token, before the caller is known. It writes the last use once a minute, so that not every read writes.
create or replace function identity.use_api_token(token_hash bytea, at timestamptz)
  returns table (user_id text, id uuid, scopes text[], created_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    with used as (
      update identity.api_token t set last_used_at = at
      where t.hash = token_hash and (t.last_used_at is null or t.last_used_at < at - interval '1 minute')
    )
    select t.user_id, t.id, t.scopes, t.created_at from identity.api_token t where t.hash = token_hash;
  end;

-- The owner of a calendar, before the caller is known: a calendar program has nothing but the address.
create or replace function identity.calendar_owner(hash bytea) returns text
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select user_id from identity.calendar where secret_hash = hash;
  end;

-- Deletes expired sessions and counts of attempts, and records of deletions older than any valid token.
create or replace function identity.forget_old() returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from identity.session where expires_at < now();
    delete from identity.attempt where until < now();
    delete from identity.deleted_user where at < now() - interval '2 days';
  end;

-- Only earlier versions of `begin_write` and `delete_caller` call it.
drop function if exists identity.hash_of;

grant select, insert, update, delete
  on identity.profile, identity.person, identity.credential, identity.session, identity.verification, identity.jwks,
  identity.attempt, identity.calendar to task_api;
grant select, insert, delete on identity.api_token to task_api;
revoke execute on all functions in schema identity from public;
grant execute on function identity.begin_write, identity.delete_caller, identity.use_api_token, identity.calendar_owner,
  identity.forget_old to task_api;
