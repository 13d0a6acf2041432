-- How many dead letters wait for an operator.
create or replace function audit.vitals() returns table (name text, labels jsonb, value double precision)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select 'zerodue.dead_letters.waiting', '{}'::jsonb, count(*)::double precision
    from audit.dead_letter where failures > answered;
  end;
revoke execute on function audit.vitals from public;
