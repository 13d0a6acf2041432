-- Where people want to be told, and what was told them. A delivery is claimed here before it is sent, with a lease, so that
-- nothing is sent twice by two who look at the same moment.
do $$
begin
  if not exists (select from pg_roles where rolname = 'notifier') then
    create role notifier nologin;
  end if;
  execute format('grant notifier to %I', current_user);
end $$;
grant usage on schema zerodue to notifier;
grant select on zerodue.migration to notifier;

create schema notifications;
select zerodue.create_outbox('notifications', 'notifier');
select zerodue.create_inbox('notifications', 'notifier');

create table notifications.channel (
  user_id text not null,
  id uuid not null,
  kind text not null check (kind in ('webpush', 'email', 'webhook')),
  -- The address, URL or push endpoint; each of them once for a person.
  destination text not null,
  -- What a browser gave for encrypting to it.
  keys jsonb,
  -- What a webhook is signed with.
  secret text,
  locale text,
  -- The token that confirms it, by hash only, and until when it does.
  token_hash bytea,
  token_until timestamptz,
  confirmed_at timestamptz,
  -- Why nothing is sent there any more: unsubscribed by its reader, or its receiver is gone.
  stopped text check (stopped in ('unsubscribed', 'gone')),
  created_at timestamptz not null,
  primary key (user_id, id),
  unique (user_id, kind, destination)
);

-- One for each reminder that came due (or confirmation, or test) and channel; without a channel it is the one in the app.
create table notifications.delivery (
  user_id text not null,
  id uuid not null,
  -- What it is for: the event that asked for it.
  occasion text not null,
  what text not null check (what in ('reminder', 'confirm', 'test')),
  channel_id uuid,
  kind text not null check (kind in ('app', 'webpush', 'email', 'webhook')),
  task_id uuid,
  -- What is to be said: a retry needs to ask nobody.
  content json not null,
  -- pending: to be sent at next_at. sending: claimed until leased_until. uncertain: it may have arrived, and is not sent again.
  state text not null check (state in ('pending', 'sending', 'delivered', 'failed', 'uncertain', 'cancelled')),
  attempts integer not null default 0,
  next_at timestamptz,
  lease uuid,
  leased_until timestamptz,
  reason text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (user_id, id),
  unique nulls not distinct (user_id, occasion, channel_id)
);
create index delivery_waiting on notifications.delivery (next_at) where state = 'pending';
create index delivery_leased on notifications.delivery (leased_until) where state = 'sending';
create index delivery_by_age on notifications.delivery (created_at);
create index delivery_of_task on notifications.delivery (user_id, task_id) where state = 'pending';

create table notifications.attempt (
  user_id text not null,
  delivery_id uuid not null,
  number integer not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('delivered', 'failed', 'uncertain')),
  status integer,
  reason text,
  duration_ms integer not null,
  primary key (user_id, delivery_id, number)
);

-- Links in mails work once. Which one it was, not what it did.
create table notifications.used_link (
  user_id text not null,
  id text not null,
  used_at timestamptz not null,
  primary key (user_id, id)
);

-- Circuit breakers. A key names a mail server, or by hash a person and a server: nothing here says whose it is.
create table notifications.breaker (
  key text primary key,
  failures integer not null default 0,
  open_until timestamptz,
  changed_at timestamptz not null
);

-- Which accounts ended and when, by hash only, so that what arrives late does not bring anything back.
create table notifications.deleted_user (
  user_hash bytea primary key,
  at timestamptz not null
);

alter table notifications.channel enable row level security;
alter table notifications.delivery enable row level security;
alter table notifications.attempt enable row level security;
alter table notifications.used_link enable row level security;
alter table notifications.deleted_user enable row level security;
create policy own on notifications.channel using (user_id = zerodue.caller());
create policy own on notifications.delivery using (user_id = zerodue.caller());
create policy own on notifications.attempt using (user_id = zerodue.caller());
create policy own on notifications.used_link using (user_id = zerodue.caller());

-- The ways around the policies, each as narrow as its purpose. They run as the owner of the tables.

-- Claims deliveries of all people that are to be sent now. `resumed` says that somebody claimed it before and never said
-- what became of it. What somebody else is claiming is left to them. People take turns.
create function notifications.claim_due(now timestamptz, until timestamptz, most integer, only_ids uuid[])
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

-- When somebody has to look next.
create function notifications.next_due() returns timestamptz
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select least(
      (select min(next_at) from notifications.delivery where state = 'pending'),
      (select min(leased_until) from notifications.delivery where state = 'sending'));
  end;

-- Removes everything of the caller, and remembers when: see `is_gone`.
create function notifications.delete_caller(now timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from notifications.channel where user_id = zerodue.caller();
    delete from notifications.delivery where user_id = zerodue.caller();
    delete from notifications.attempt where user_id = zerodue.caller();
    delete from notifications.used_link where user_id = zerodue.caller();
    delete from notifications.seen where user_id = zerodue.caller();
    delete from notifications.outbox where user_id = zerodue.caller();
    insert into notifications.deleted_user values (sha256(convert_to(zerodue.caller(), 'UTF8')), delete_caller.now)
      on conflict (user_hash) do update set at = greatest(notifications.deleted_user.at, excluded.at);
  end;

-- Whether the account of the caller ended after that.
create function notifications.is_gone(since timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select exists (select from notifications.deleted_user
      where user_hash = sha256(convert_to(zerodue.caller(), 'UTF8')) and at >= is_gone.since);
  end;

-- What ended long ago, links that are no good any more, and the names of accounts that ended before any event that could
-- still come.
create function notifications.forget_old(before timestamptz) returns void
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

grant select, insert, update, delete on notifications.channel to notifier;
grant select, insert, update on notifications.delivery to notifier;
grant select, insert on notifications.attempt, notifications.used_link to notifier;
grant select, insert, update, delete on notifications.breaker to notifier;
revoke execute on function notifications.claim_due, notifications.next_due, notifications.delete_caller,
  notifications.is_gone, notifications.forget_old from public;
grant execute on function notifications.claim_due, notifications.next_due, notifications.delete_caller,
  notifications.is_gone, notifications.forget_old to notifier;
