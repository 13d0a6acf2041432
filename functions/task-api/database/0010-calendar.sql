-- The address under which a person's calendar programs find their tasks. Only its hash is kept: whoever reads this table
-- can open none of them. There is one a person, so a new one makes an end of the old.
create table identity.calendar (
  user_id text primary key,
  secret_hash bytea not null unique,
  created_at timestamptz not null
);
alter table identity.calendar enable row level security;
create policy own on identity.calendar using (user_id = zerodue.caller());

-- Whose calendar it is, before anybody is known to ask: a calendar program signs in with nothing but the address.
create function identity.calendar_owner(hash bytea) returns text
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select user_id from identity.calendar where secret_hash = hash;
  end;

grant select, insert, update, delete on identity.calendar to task_api;
revoke execute on function identity.calendar_owner from public;
grant execute on function identity.calendar_owner to task_api;
