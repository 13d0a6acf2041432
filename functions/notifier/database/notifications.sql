-- What the schema notifications needs besides its tables.
select zerodue.create_schema('notifications', 'notifier');
select zerodue.create_outbox('notifications', 'notifier');
select zerodue.create_inbox('notifications', 'notifier');
select zerodue.create_set_aside('notifications', 'notifier');
select zerodue.create_idempotency('notifications', 'notifier');
select zerodue.create_deleted_user('notifications');
select zerodue.protect('notifications.channel'), zerodue.protect('notifications.delivery'),
  zerodue.protect('notifications.attempt'), zerodue.protect('notifications.used_link');

-- The functions below go around the policies, each as narrow as its purpose. They run as the owner of the tables.

-- Claims due deliveries of all people with a lease. `resumed` says that an earlier lease ended without an outcome. It skips
-- deliveries that another transaction is claiming. People take turns.
create or replace function notifications.claim_due(now timestamptz, until timestamptz, most integer, only_ids uuid[])
  returns table (user_id text, id uuid, occasion text, what text, channel_id uuid, kind text, task_id uuid, content json,
    attempts integer, lease uuid, created_at timestamptz, resumed boolean)
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    with waiting as (
      select w.user_id, w.id, coalesce(w.leased_until, w.next_at) as at from notifications.delivery w
      where ((w.state = 'pending' and w.next_at <= claim_due.now)
          or (w.state = 'sending' and w.leased_until <= claim_due.now))
        and (claim_due.only_ids is null or w.id = any(claim_due.only_ids))
      order by at limit 10000),
    chosen as (
      select c.user_id, c.id from (
        select w.*, row_number() over (partition by w.user_id order by w.at, w.id) as turn from waiting w) c
      order by c.turn, c.at limit claim_due.most),
    locked as (
      select d.user_id, d.id, d.state = 'sending' as resumed
      from chosen join notifications.delivery d on (d.user_id, d.id) = (chosen.user_id, chosen.id)
      where (d.state = 'pending' and d.next_at <= claim_due.now)
        or (d.state = 'sending' and d.leased_until <= claim_due.now)
      for update of d skip locked)
    update notifications.delivery d
      set state = 'sending', lease = gen_random_uuid(), leased_until = claim_due.until, attempts = d.attempts + 1
    from locked where (d.user_id, d.id) = (locked.user_id, locked.id)
    returning d.user_id, d.id, d.occasion, d.what, d.channel_id, d.kind, d.task_id, d.content, d.attempts, d.lease,
      d.created_at, locked.resumed;
  end;

-- The moment of the next delivery, or of the next lease that ends.
create or replace function notifications.next_due() returns timestamptz
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select least(
      (select min(next_at) from notifications.delivery where state = 'pending'),
      (select min(leased_until) from notifications.delivery where state = 'sending'));
  end;

-- Deletes everything of the caller. After that, `is_gone` holds for every earlier moment.
create or replace function notifications.delete_caller(now timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select zerodue.delete_user('notifications', zerodue.caller(), now);
  end;

-- Deletes deliveries that ended long ago, links that no longer work, breakers at rest, and accounts that were deleted before
-- any event that could still come.
create or replace function notifications.forget_old(before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from notifications.attempt a using notifications.delivery d
      where (a.user_id, a.delivery_id) = (d.user_id, d.id) and d.created_at < before
        and d.state not in ('pending', 'sending');
    delete from notifications.delivery where created_at < before and state not in ('pending', 'sending');
    delete from notifications.used_link where used_at < before;
    delete from notifications.breaker where changed_at < before;
    delete from notifications.deleted_user where at < before;
  end;

grant select, insert, update, delete on notifications.channel, notifications.breaker to notifier;
grant select, insert, update on notifications.delivery to notifier;
grant select, insert on notifications.attempt, notifications.used_link to notifier;
-- The outcome of a test message is known only after the transaction that asks for it: that answer is written twice.
grant update on notifications.idempotency to notifier;
grant execute on function zerodue.note_start to notifier;
revoke execute on all functions in schema notifications from public;
grant execute on function notifications.claim_due, notifications.next_due, notifications.delete_caller,
  notifications.is_gone, notifications.forget_old to notifier;
