-- What happened, for the person it happened to: entries are added and never changed. Each carries the hash of the one
-- before, so that whoever changes, removes, adds or swaps one later breaks every link after it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'audit_sink') then
    create role audit_sink nologin;
  end if;
  execute format('grant audit_sink to %I', current_user);
end $$;

create schema audit;

-- Where the chain of a person ends. Without it, entries that are cut off at the end would not be missed.
create table audit.chain (
  user_id text primary key,
  seq bigint not null,
  hash bytea not null,
  -- The account is gone: its entries are empty, and the chain belongs to nobody.
  erased_at timestamptz
);

-- `digest` stands for the content and `hash` is sha256(previous_hash, seq, digest): so the content can go with an account
-- while the chain still holds. The salt goes with it; what was there cannot be found out by guessing.
create table audit.entry (
  user_id text not null,
  seq bigint not null,
  digest bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  salt uuid,
  id text,
  source text,
  type text,
  task_id uuid,
  time timestamptz,
  actor_kind text,
  actor_id text,
  data json,
  primary key (user_id, seq)
);
create unique index entry_once on audit.entry (user_id, source, id);
create index entry_by_task on audit.entry (user_id, task_id, seq) where task_id is not null;

-- Which accounts ended and when, by hash only, so that what arrives late does not bring anything back.
create table audit.deleted_user (
  user_hash bytea primary key,
  at timestamptz not null
);
create index deleted_user_by_age on audit.deleted_user (at);

alter table audit.chain enable row level security;
alter table audit.entry enable row level security;
alter table audit.deleted_user enable row level security;
create policy own on audit.chain using (user_id = zerodue.caller());
create policy own on audit.entry using (user_id = zerodue.caller());

-- Empties the entries of a person and gives the chain to nobody: its new name is random and leads back to no one.
create function audit.erase(who text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  nobody text := 'nobody ' || gen_random_uuid();
begin
  update audit.entry set user_id = nobody, salt = null, id = null, source = null, type = null, task_id = null,
    time = null, actor_kind = null, actor_id = null, data = null
  where user_id = who;
  update audit.chain set user_id = nobody, erased_at = at where user_id = who;
  delete from audit.dead_letter where user_id = who;
  insert into audit.deleted_user values (sha256(convert_to(who, 'UTF8')), at)
    on conflict (user_hash) do update set at = greatest(deleted_user.at, excluded.at);
end $$;

-- Adds an entry to the end of a person's chain. One at a time for each person: two that arrive at the same moment get
-- two numbers in a row, and one that arrives twice gets one. The end of an account is an entry like any other, and then
-- everything is emptied. Answers what became of the event.
create function audit.append(
  who text, salt uuid, event_id text, source text, type text, task_id uuid, happened_at timestamptz,
  actor_kind text, actor_id text, data json, digest bytea) returns text
  language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_variable
declare
  last audit.chain;
  hash bytea;
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.audit'), hashtext(who));
  if exists (select from audit.entry e where e.user_id = who and e.source = source and e.id = event_id) then
    return 'duplicate';
  end if;
  if exists (select from audit.deleted_user d
    where d.user_hash = sha256(convert_to(who, 'UTF8')) and d.at >= happened_at)
  then
    return 'late';
  end if;
  select * into last from audit.chain c where c.user_id = who;
  last.seq := coalesce(last.seq, 0) + 1;
  last.hash := coalesce(last.hash, sha256(''));
  hash := sha256(last.hash || int8send(last.seq) || digest);
  insert into audit.entry values (who, last.seq, digest, last.hash, hash,
    salt, event_id, source, type, task_id, happened_at, actor_kind, actor_id, data);
  insert into audit.chain values (who, last.seq, hash)
    on conflict (user_id) do update set seq = excluded.seq, hash = excluded.hash;
  if type = 'zerodue.user.deleted.v1' and who <> '' then
    perform audit.erase(who, happened_at);
  end if;
  return 'added';
end $$;

-- What could not be handled, byte for byte as it came. The same event that fails at the same place again is the same
-- letter: it waits as long as it has failed more often than the replays that are noted have answered for.
create table audit.dead_letter (
  id uuid primary key,
  key bytea not null unique,
  user_id text,
  attributes jsonb not null,
  body bytea not null,
  destination text not null,
  status integer not null,
  reason text not null,
  failures integer not null default 1,
  answered integer not null default 0,
  first_at timestamptz not null,
  failed_at timestamptz not null,
  replayed_at timestamptz
);
create index dead_letter_waiting on audit.dead_letter (id) where failures > answered;
create index dead_letter_by_user on audit.dead_letter (user_id);
alter table audit.dead_letter enable row level security;
create policy own on audit.dead_letter using (user_id = zerodue.caller());

create function audit.keep_dead_letter(
  new_id uuid, letter_key bytea, who text, happened_at timestamptz, attributes jsonb, body bytea, destination text,
  status integer, reason text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.audit'), hashtext(coalesce(who, '')));
  if exists (select from audit.deleted_user d
    where d.user_hash = sha256(convert_to(who, 'UTF8')) and d.at >= coalesce(happened_at, '-infinity'))
  then
    return;
  end if;
  insert into audit.dead_letter as known
    values (new_id, letter_key, who, attributes, body, destination, status, reason, 1, 0, at, at)
    on conflict on constraint dead_letter_key_key do update set failures = known.failures + 1,
      failed_at = excluded.failed_at, status = excluded.status, reason = excluded.reason;
end $$;

-- For operators: they see why something failed and send it again. What people wrote is not in the list.
create function audit.list_dead_letters(before uuid, only_waiting boolean, most integer)
  returns table (id uuid, attributes jsonb, destination text, status integer, reason text, failures integer,
    waiting boolean, first_at timestamptz, failed_at timestamptz, replayed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select l.id, l.attributes, l.destination, l.status, l.reason, l.failures, l.failures > l.answered,
      l.first_at, l.failed_at, l.replayed_at
    from audit.dead_letter l
    where (before is null or l.id < before) and (not only_waiting or l.failures > l.answered)
    order by l.id desc limit most;
  end;

create function audit.find_dead_letter(wanted uuid) returns setof audit.dead_letter
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select * from audit.dead_letter where id = wanted;
  end;

create function audit.note_replay(wanted uuid, seen_failures integer, at timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    update audit.dead_letter set answered = greatest(answered, seen_failures), replayed_at = at where id = wanted;
  end;

-- What is of no use any more: accounts of which nothing can still be under way, and letters that were replayed well.
create function audit.forget_old(deleted_before timestamptz, replayed_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from audit.deleted_user where at < deleted_before;
    delete from audit.dead_letter where replayed_at < replayed_before and failures <= answered;
  end;

grant usage on schema zerodue, audit to audit_sink;
grant select on zerodue.migration to audit_sink;
grant select on audit.chain, audit.entry to audit_sink;
revoke execute on all functions in schema audit from public;
grant execute on function audit.append, audit.keep_dead_letter, audit.list_dead_letters, audit.find_dead_letter,
  audit.note_replay, audit.forget_old to audit_sink;
