-- The user of this transaction. Every policy compares with it. It is set for one transaction and never for a connection.
create or replace function zerodue.caller() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.user', true), '');

-- Turns row-level security on for a table: a query sees the caller's rows. A policy that is there already is left alone,
-- because changing it waits for every query on the table and holds up the next ones. So `condition` is written as Postgres
-- shows it.
create or replace function zerodue.protect(owned regclass, condition text default '(user_id = zerodue.caller())')
  returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  if not (select relrowsecurity from pg_class where oid = owned) then
    execute format('alter table %s enable row level security', owned);
  end if;
  if not exists (
    select from pg_policy where polrelid = owned and polname = 'own' and pg_get_expr(polqual, polrelid) = condition)
  then
    execute format('drop policy if exists own on %s', owned);
    execute format('create policy own on %s using %s', owned, condition);
  end if;
end $$;
revoke execute on function zerodue.protect from public;
