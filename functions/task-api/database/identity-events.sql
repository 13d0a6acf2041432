-- The events of sign-up, sign-in and sign-out. The library writes these rows itself, a session even outside a transaction,
-- and its hooks run before the statement or after the commit. So only a trigger can write the event together with the row.
-- The function publishes the event right after the answer, or a sweep does.
create or replace function identity.write_events() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  is_sign_up boolean := tg_table_name = 'person';
  person_id text := to_jsonb(new) ->> case when is_sign_up then 'id' else 'user_id' end;
  actor json := json_build_object('kind', 'user', 'id', person_id);
begin
  insert into tasks.outbox (id, user_id, topic, type, time, data)
  values (gen_random_uuid(), person_id, 'audit-events',
    'zerodue.identity.' || case when is_sign_up then 'signed-up' else 'signed-in' end || '.v1', now(),
    json_build_object('actor', actor));
  -- The first profile, when the browser sends its time zone at sign-up. Other functions need it.
  if is_sign_up then
    if new.zone is not null then
      insert into tasks.outbox (id, user_id, topic, type, time, data)
      values (gen_random_uuid(), person_id, 'account-events', 'zerodue.user.updated.v1', now(),
        json_build_object(
          'profile', json_build_object('zone', new.zone, 'locale', coalesce(new.locale, 'en'), 'defaultReminder', null,
            'quietHours', null, 'morning', '09:00', 'version', 1),
          'actor', actor));
    end if;
  end if;
  return null;
end $$;
revoke execute on function identity.write_events from public;

create or replace function identity.write_session_ended() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into tasks.outbox (id, user_id, topic, type, time, data)
  values (gen_random_uuid(), old.user_id, 'account-events', 'zerodue.session.ended.v1', now(),
    json_build_object('actor', json_build_object('kind', 'user', 'id', old.user_id), 'sessionId', old.id));
  return null;
end $$;
revoke execute on function identity.write_session_ended from public;

-- An existing trigger stays: creating it again would wait for every sign-in and block the next ones.
do $$
begin
  if exists (
    select from pg_trigger where tgrelid = 'identity.session'::regclass and tgfoid = 'identity.write_events'::regproc)
  then
    return;
  end if;
  drop trigger if exists tell on identity.person;
  drop trigger if exists tell_profile on identity.person;
  drop trigger if exists tell on identity.session;
  drop function if exists identity.tell, identity.tell_profile;
  create trigger write_events after insert on identity.person for each row execute function identity.write_events();
  create trigger write_events after insert on identity.session for each row execute function identity.write_events();
end $$;

-- Only for a session that a person ends: one that has expired is removed later, by the library or by `forget_old`.
do $$
begin
  if exists (
    select from pg_trigger
    where tgrelid = 'identity.session'::regclass and tgfoid = 'identity.write_session_ended'::regproc)
  then
    return;
  end if;
  create trigger write_session_ended after delete on identity.session
    for each row when (old.expires_at > now()) execute function identity.write_session_ended();
end $$;
