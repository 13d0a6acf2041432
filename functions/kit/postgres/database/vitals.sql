-- Figures of the whole database for whoever watches it: counts, ages and sizes, so that the role `watcher` can read no row. A
-- function with figures of its own has them in a function `vitals` of its schema, which returns the same columns.
select zerodue.create_schema('zerodue', 'watcher');

create or replace function zerodue.vitals() returns table (name text, labels jsonb, value double precision)
  language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  owned record;
begin
  -- The schemas, each with the function whose role may use it.
  for owned in
    select n.nspname as schema, replace(min(a.grantee::regrole::text), '_', '-') as function,
      to_regclass(format('%I.outbox', n.nspname)) as outbox, to_regclass(format('%I.set_aside', n.nspname)) as set_aside,
      to_regprocedure(format('%I.vitals()', n.nspname)) as own
    from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname <> 'zerodue' and n.nspowner = current_user::regrole and a.grantee not in (0, n.nspowner)
    group by n.nspname order by n.nspname
  loop
    if owned.outbox is not null then
      return query execute format($sql$
        select figure.* from (
          select count(*) as events, extract(epoch from clock_timestamp() - min(time)) as age
          from %s where published_at is null) o,
        lateral (values ('zerodue.outbox.events', $1, o.events::double precision),
          ('zerodue.outbox.age', $1, greatest(coalesce(o.age, 0), 0)::double precision)) figure $sql$, owned.outbox)
        using jsonb_build_object('function', owned.function);
    end if;
    if owned.set_aside is not null then
      return query execute format($sql$
        select 'zerodue.set_aside.waiting', $1, count(*)::double precision from %s where set_aside_at is not null $sql$,
        owned.set_aside)
        using jsonb_build_object('function', owned.function);
    end if;
    if owned.own is not null then
      return query execute format('select * from %I.vitals()', owned.schema);
    end if;
  end loop;

  return query
    select 'zerodue.database.size', '{}'::jsonb, pg_database_size(current_database())::double precision;
  -- A connection gives its role as its name; the role with which it logged in may be the same for all functions.
  return query
    select 'zerodue.database.connections', jsonb_build_object('role', coalesce(r.rolname, c.usename), 'state', c.state),
      count(*)::double precision
    from (
      select a.application_name, a.usename, coalesce(a.state, 'unknown') as state
      from pg_stat_activity a where a.datname = current_database() and a.backend_type = 'client backend') c
    left join pg_roles r on r.rolname = c.application_name
    group by coalesce(r.rolname, c.usename), c.state;
end $$;

revoke execute on function zerodue.vitals from public;
grant execute on function zerodue.vitals to watcher;
