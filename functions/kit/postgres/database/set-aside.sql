-- Makes the table of the events that a function could not publish or handle. Until `set_aside_at` an event is still tried;
-- after that it waits for an operator, and the events behind it go on.
create or replace function zerodue.create_set_aside(owner_schema name, role name) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  if to_regclass(format('%I.set_aside', owner_schema)) is null then
    execute format($sql$
      create table %1$I.set_aside (
        id uuid primary key,
        user_id text not null,
        way text not null check (way in ('published', 'received')),
        consumer text not null,
        source text not null,
        event_id text not null,
        topic text,
        type text not null,
        subject text,
        time text not null,
        data json not null,
        traceparent text,
        tries integer not null,
        reason text not null,
        first_at timestamptz not null,
        failed_at timestamptz not null,
        set_aside_at timestamptz,
        unique (way, consumer, source, event_id)
      );
      create index set_aside_waiting on %1$I.set_aside (id) where set_aside_at is not null;
      create index set_aside_by_user on %1$I.set_aside (user_id);
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(format('%I.set_aside', owner_schema)::regclass);
  execute format($sql$
    grant select on %1$I.set_aside to %2$I;

    -- Records a failure, and answers whether the event is set aside with this one. A published event leaves the outbox
    -- then; one that has left it already, because its account was deleted, is not recorded.
    create or replace function %1$I.note_failure(failure json, most_tries integer) returns boolean
      language plpgsql volatile security definer set search_path = pg_catalog as $body$
    declare
      noted %1$I.set_aside := json_populate_record(null::%1$I.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from %1$I.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into %1$I.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update %1$I.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from %1$I.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $body$;

    create or replace function %1$I.list_set_aside(after uuid, most integer) returns setof %1$I.set_aside
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select * from %1$I.set_aside
        where set_aside_at is not null and (after is null or id < after) order by id desc limit most;
      end;

    create or replace function %1$I.find_set_aside(wanted uuid) returns setof %1$I.set_aside
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select * from %1$I.set_aside where id = wanted and set_aside_at is not null;
      end;

    -- After a replay: the event has been handled, or goes back into the outbox.
    create or replace function %1$I.take_back(wanted uuid) returns void
      language plpgsql volatile security definer set search_path = pg_catalog as $body$
    declare
      taken %1$I.set_aside;
    begin
      delete from %1$I.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into %1$I.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $body$;

    -- Failures that were followed by a success.
    create or replace function %1$I.forget_failures(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.set_aside where set_aside_at is null and failed_at < before;
      end;

    revoke execute on function %1$I.note_failure, %1$I.list_set_aside, %1$I.find_set_aside,
      %1$I.take_back, %1$I.forget_failures from public;
    grant execute on function %1$I.note_failure, %1$I.list_set_aside, %1$I.find_set_aside,
      %1$I.take_back, %1$I.forget_failures to %2$I;
  $sql$, owner_schema, role);
end $$;
revoke execute on function zerodue.create_set_aside from public;
