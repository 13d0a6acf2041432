-- Who signs in by email and password. These tables are those of the library that signs people in; with another
-- issuer they stay empty. Everything of a person hangs on the first one and goes with it.
create table identity.person (
  id text primary key,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  name text not null,
  image text,
  -- What the person's browser said at sign-up; until a profile is written, this is the profile.
  zone text,
  locale text check (locale in ('en', 'ur')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table identity.credential (
  id text primary key,
  user_id text not null references identity.person on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index credential_by_person on identity.credential (user_id);

create table identity.session (
  id text primary key,
  user_id text not null references identity.person on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_by_person on identity.session (user_id);
create index session_by_expiry on identity.session (expires_at);

-- What the library waits to have confirmed. Nothing of ours asks for that yet, but it does not start without the table.
create table identity.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_by_identifier on identity.verification (identifier);

-- The pairs of keys that sign tokens; the private half is encrypted with AUTH_SECRET.
create table identity.jwks (
  id text primary key,
  public_key text not null,
  private_key text not null,
  alg text,
  crv text,
  created_at timestamptz not null,
  expires_at timestamptz
);

-- Signing up and in is told in the same statement that does it, whoever does it.
create function identity.tell() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  who text := case tg_table_name when 'person' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'user_id' end;
begin
  insert into tasks.outbox (id, user_id, topic, type, time, data)
  values (gen_random_uuid(), who, 'audit-events', 'zerodue.identity.' || tg_argv[0] || '.v1', now(),
    json_build_object('actor', json_build_object('kind', 'user', 'id', who)));
  return null;
end $$;
create trigger tell after insert on identity.person for each row execute function identity.tell('signed-up');
create trigger tell after insert on identity.session for each row execute function identity.tell('signed-in');

-- A program's key. Only its hash is kept: whoever reads this table can use none of them.
create table identity.api_token (
  user_id text not null,
  id uuid not null,
  name text not null,
  scopes text[] not null check (scopes <@ array['read', 'write'] and cardinality(scopes) > 0),
  hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (user_id, id)
);
alter table identity.api_token enable row level security;
create policy own on identity.api_token using (user_id = zerodue.caller());

-- Whose token it is, before anybody is known to ask. Its last use is kept to the minute, so that not every read writes.
create function identity.use_api_token(token_hash bytea, at timestamptz)
  returns table (user_id text, id uuid, scopes text[], created_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    with used as (
      update identity.api_token t set last_used_at = at
      where t.hash = token_hash and (t.last_used_at is null or t.last_used_at < at - interval '1 minute')
    )
    select t.user_id, t.id, t.scopes, t.created_at from identity.api_token t where t.hash = token_hash;
  end;

-- That somebody was here, and until when: a token that was issued earlier must not bring anything back. Not even the
-- name of the account stays, only its hash.
create table identity.deleted_user (
  user_hash bytea primary key,
  at timestamptz not null
);
create index deleted_user_by_age on identity.deleted_user (at);

create function identity.hash_of(user_id text) returns bytea
  language sql immutable parallel safe set search_path = pg_catalog
  return sha256(convert_to(user_id, 'UTF8'));

-- Names the user who writes in this transaction, or raises ZD001 when the account is gone. It waits for a deletion that
-- is under way, and a deletion waits for it: nothing is written to an account after its end.
create function identity.begin_write(writer text, credentials_since timestamptz) returns text
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('zerodue.account'), hashtext(writer));
  if exists (
    select from identity.deleted_user
    where user_hash = identity.hash_of(writer)
      -- The clock of whoever gave the credentials may be a little ahead.
      and at + interval '5 seconds' >= coalesce(credentials_since, '-infinity'))
  then
    raise exception 'the account was deleted' using errcode = 'ZD001';
  end if;
  return set_config('app.user', writer, true);
end $$;

-- Removes everything of the caller and remembers when. What is told of it is written after this.
create function identity.delete_caller(now timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  who text := zerodue.caller();
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.account'), hashtext(who));
  delete from tasks.task where user_id = who;
  delete from tasks.tag where user_id = who;
  delete from tasks.word where user_id = who;
  delete from tasks.idempotency where user_id = who;
  delete from tasks.outbox where user_id = who;
  delete from identity.profile where user_id = who;
  delete from identity.api_token where user_id = who;
  delete from identity.person where id = who;
  insert into identity.deleted_user values (identity.hash_of(who), now)
    on conflict (user_hash) do update set at = excluded.at;
end $$;

-- How often something was tried, by whom: `key` is a hash. Every replica counts here.
create table identity.attempt (
  key bytea primary key,
  count integer not null,
  until timestamptz not null
);
create index attempt_by_end on identity.attempt (until);

-- What has ended and is of no use to anybody.
create function identity.forget_old() returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from identity.session where expires_at < now();
    delete from identity.attempt where until < now();
    delete from identity.deleted_user where at < now() - interval '2 days';
  end;

grant select, insert, update, delete
  on identity.person, identity.credential, identity.session, identity.verification, identity.jwks,
  identity.attempt to task_api;
grant select, insert, delete on identity.api_token to task_api;
revoke execute on all functions in schema identity from public;
grant execute on function identity.use_api_token, identity.begin_write, identity.delete_caller, identity.forget_old
  to task_api;
