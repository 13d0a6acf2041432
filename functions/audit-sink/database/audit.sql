-- What the schema audit needs besides its tables. Only these functions write: the role itself has no permission to.
select zerodue.create_schema('audit', 'audit_sink');
select zerodue.create_set_aside('audit', 'audit_sink');
select zerodue.create_deleted_user('audit');
select zerodue.protect('audit.chain'), zerodue.protect('audit.entry'), zerodue.protect('audit.dead_letter');

-- Empties the entries of a person and renames their chain to a random name, which leads to no person.
create or replace function audit.erase(who text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  nobody text := 'nobody ' || gen_random_uuid();
begin
  update audit.entry set user_id = nobody, salt = null, id = null, source = null, type = null, task_id = null,
    time = null, actor_kind = null, actor_id = null, data = null
  where user_id = who;
  update audit.chain set user_id = nobody, erased_at = at where user_id = who;
  perform zerodue.delete_user('audit', who, at);
end $$;

-- Appends an entry to a person's chain and returns what it did with the event. A lock orders concurrent entries of one
-- person, and a redelivery gets no entry. The deletion of an account is an entry too, after which all entries are emptied.
create or replace function audit.append(
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
  if audit.is_deleted(who, happened_at) then
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

-- Appends entries in their order and returns how many were not there before. `data` is text: its digest covers every letter.
create or replace function audit.append_all(entries json) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  entry record;
  handled integer := 0;
begin
  for entry in
    select * from json_to_recordset(entries) as given (who text, salt uuid, event_id text, source text, type text,
      task_id uuid, happened_at timestamptz, actor_kind text, actor_id text, data text, digest text)
  loop
    if audit.append(entry.who, entry.salt, entry.event_id, entry.source, entry.type, entry.task_id, entry.happened_at,
      entry.actor_kind, entry.actor_id, entry.data::json, decode(entry.digest, 'hex')) <> 'duplicate'
    then
      handled := handled + 1;
    end if;
  end loop;
  return handled;
end $$;

-- Keeps a dead letter. The same event that fails at the same place again is the same letter with one failure more.
create or replace function audit.keep_dead_letter(
  new_id uuid, letter_key bytea, who text, happened_at timestamptz, attributes jsonb, body bytea, destination text,
  status integer, reason text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.audit'), hashtext(coalesce(who, '')));
  if audit.is_deleted(who, coalesce(happened_at, '-infinity')) then
    return;
  end if;
  insert into audit.dead_letter as known
    values (new_id, letter_key, who, attributes, body, destination, status, reason, 1, 0, at, at)
    on conflict on constraint dead_letter_key_key do update set failures = known.failures + 1,
      failed_at = excluded.failed_at, status = excluded.status, reason = excluded.reason;
end $$;

-- For operators: lists dead letters without what people wrote.
create or replace function audit.list_dead_letters(before uuid, only_waiting boolean, most integer)
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

create or replace function audit.find_dead_letter(wanted uuid) returns setof audit.dead_letter
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select * from audit.dead_letter where id = wanted;
  end;

create or replace function audit.note_replay(wanted uuid, seen_failures integer, at timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    update audit.dead_letter set answered = greatest(answered, seen_failures), replayed_at = at where id = wanted;
  end;

-- Deletes accounts of which no event can still be on its way, and letters that were replayed with success.
create or replace function audit.forget_old(deleted_before timestamptz, replayed_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from audit.deleted_user where at < deleted_before;
    delete from audit.dead_letter where replayed_at < replayed_before and failures <= answered;
  end;

grant select on audit.chain, audit.entry to audit_sink;
revoke execute on all functions in schema audit from public;
grant execute on function audit.append, audit.append_all, audit.keep_dead_letter, audit.list_dead_letters, audit.find_dead_letter,
  audit.note_replay, audit.forget_old to audit_sink;
