-- Records how long a start of a function took. A slower start counts at once, and faster ones lower the value little by
-- little: an alarm that rings too late is worse than one that rings too early.
create or replace function zerodue.note_start(name text, took_ms integer) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    insert into zerodue.start_time as known (function, ms) values (note_start.name, note_start.took_ms)
      on conflict (function) do update
        set ms = greatest(excluded.ms, (known.ms * 7 + excluded.ms) / 8);
  end;

-- How long these functions need one after the other. A function without a recorded start counts as `unknown_ms`.
create or replace function zerodue.start_ms(names text[], unknown_ms integer) returns integer
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select sum(coalesce(known.ms, start_ms.unknown_ms))::integer
    from unnest(start_ms.names) as name left join zerodue.start_time known on known.function = name;
  end;

revoke execute on function zerodue.note_start, zerodue.start_ms from public;
