-- The functions, policies and grants of the schema identity.
select zerodue.create_schema('identity', 'task_api');
select zerodue.create_deleted_user('identity');
select zerodue.protect('identity.profile'), zerodue.protect('identity.api_token'), zerodue.protect('identity.calendar');
select
  zerodue.protect('identity.connection'), zerodue.protect('identity.authorization_code'),
  zerodue.protect('identity.access_token'), zerodue.protect('identity.refresh_token');

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

-- The owner of a code or token of OAuth, before the caller is known, and its connection where it has one. `since` is the
-- time of the user's consent.
create or replace function identity.oauth_owner(token_hash bytea)
  returns table (user_id text, connection_id uuid, since timestamptz)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select code.user_id, code.connection_id, code.created_at
    from identity.authorization_code code where code.hash = token_hash
    union all
    select c.user_id, c.id, c.created_at
    from identity.connection c
    join (
      select user_id, connection_id from identity.access_token where hash = token_hash
      union all
      select user_id, connection_id from identity.refresh_token where hash = token_hash
    ) token on token.user_id = c.user_id and token.connection_id = c.id;
  end;

-- The owner and the limits of an access token, before the caller is known. It writes the last use once a minute.
create or replace function identity.use_access_token(token_hash bytea, at timestamptz)
  returns table (user_id text, client_id text, scopes text[], resource text, expires_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    with used as (
      update identity.connection c set last_used_at = at
      from identity.access_token t
      where t.hash = token_hash and t.expires_at > at and c.user_id = t.user_id and c.id = t.connection_id
        and (c.last_used_at is null or c.last_used_at < at - interval '1 minute')
    )
    select c.user_id, c.client_id, t.scopes, c.resource, t.expires_at
    from identity.access_token t
    join identity.connection c on c.user_id = t.user_id and c.id = t.connection_id
    where t.hash = token_hash and t.expires_at > at;
  end;

-- The owner of a calendar, before the caller is known: a calendar program has nothing but the address.
create or replace function identity.calendar_owner(hash bytea) returns text
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select user_id from identity.calendar where secret_hash = hash;
  end;

-- Deletes expired sessions, tokens and counts of attempts, connections that no token can use any more, clients that nobody
-- connected, and records of deletions older than any valid token. A redeemed code stays for a day: a second use ends its
-- connection.
create or replace function identity.forget_old() returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from identity.session where expires_at < now();
    delete from identity.attempt where until < now();
    delete from identity.deleted_user where at < now() - interval '2 days';
    delete from identity.authorization_code where expires_at < now() - interval '1 day';
    delete from identity.access_token where expires_at < now();
    delete from identity.refresh_token where expires_at < now();
    delete from identity.connection c
    where c.created_at < now() - interval '1 day'
      and not exists (select from identity.refresh_token t where (t.user_id, t.connection_id) = (c.user_id, c.id))
      and not exists (select from identity.access_token t where (t.user_id, t.connection_id) = (c.user_id, c.id));
    delete from identity.oauth_client o
    where o.created_at < now() - interval '1 day'
      and not exists (select from identity.connection c where c.client_id = o.id);
  end;

-- Only earlier versions of `begin_write` and `delete_caller` call it.
drop function if exists identity.hash_of;

grant select, insert, update, delete
  on identity.profile, identity.person, identity.credential, identity.session, identity.verification, identity.jwks,
  identity.attempt, identity.calendar to task_api;
grant select, insert, delete on identity.api_token to task_api;
grant select, insert on identity.oauth_client to task_api;
grant select, insert, update, delete
  on identity.connection, identity.authorization_code, identity.access_token, identity.refresh_token to task_api;
revoke execute on all functions in schema identity from public;
grant execute on function identity.begin_write, identity.delete_caller, identity.use_api_token, identity.calendar_owner,
  identity.oauth_owner, identity.use_access_token, identity.forget_old to task_api;
