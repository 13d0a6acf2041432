-- Every function that tells of something has an outbox in its schema, all of one shape: this makes it. It is also what
-- brings the outbox of an earlier migration to that shape.
create function zerodue.create_outbox(owner_schema name, writer name) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  execute format($sql$
    create table if not exists %1$I.outbox (
      id uuid primary key,
      user_id text not null,
      topic text not null,
      type text not null,
      subject text,
      time timestamptz not null,
      data json not null,
      traceparent text,
      published_at timestamptz
    );
    create index if not exists outbox_unpublished on %1$I.outbox (id) where published_at is null;
    create index if not exists outbox_published on %1$I.outbox (published_at) where published_at is not null;
    alter table %1$I.outbox enable row level security;
    drop policy if exists own on %1$I.outbox;
    create policy own on %1$I.outbox using (user_id = zerodue.caller());
    grant usage on schema %1$I to %2$I;
    grant select, insert, delete on %1$I.outbox to %2$I;

    -- What nobody has published, of all people: an outbox is emptied by the function, not by a person. A sweep reads
    -- page after page and begins anew each time: the order of ids is not the order of commits.
    create function %1$I.unpublished_events(after uuid, most integer) returns setof %1$I.outbox
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        select * from %1$I.outbox where published_at is null and id > after order by id limit most;
      end;

    create or replace function %1$I.mark_published(ids uuid[]) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        update %1$I.outbox set published_at = now() where id = any(ids) and published_at is null;
      end;

    create function %1$I.forget_published(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.outbox where published_at < before;
      end;

    revoke execute on function %1$I.unpublished_events, %1$I.mark_published, %1$I.forget_published from public;
    grant execute on function %1$I.unpublished_events, %1$I.mark_published, %1$I.forget_published to %2$I;
  $sql$, owner_schema, writer);
end $$;

-- What a function has taken in, and the newest version of each task that it has seen.
create function zerodue.create_inbox(owner_schema name, reader name) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  execute format($sql$
    create table %1$I.inbox (
      consumer text not null,
      source text not null,
      id text not null,
      received_at timestamptz not null default now(),
      primary key (consumer, source, id)
    );
    create index inbox_by_age on %1$I.inbox (received_at);
    create table %1$I.seen (
      user_id text not null,
      id uuid not null,
      version integer not null,
      primary key (user_id, id)
    );
    alter table %1$I.seen enable row level security;
    create policy own on %1$I.seen using (user_id = zerodue.caller());
    grant usage on schema %1$I to %2$I;
    grant select, insert, delete on %1$I.inbox to %2$I;
    grant select, insert, update, delete on %1$I.seen to %2$I;
  $sql$, owner_schema, reader);
end $$;

revoke execute on function zerodue.create_outbox, zerodue.create_inbox from public;

drop function tasks.unpublished_events(integer);
select zerodue.create_outbox('tasks', 'task_api');
select zerodue.create_inbox('tasks', 'task_api');
