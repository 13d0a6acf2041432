-- Makes the outbox of a function: events that are written with the change that they are about, until they are published.
create or replace function zerodue.create_outbox(owner_schema name, writer name) returns void
  language plpgsql set search_path = pg_catalog as $$
declare
  outbox text := format('%I.outbox', owner_schema);
begin
  if to_regclass(outbox) is null then
    execute format($sql$
      create table %1$I.outbox (
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
      create index outbox_unpublished on %1$I.outbox (id) where published_at is null;
      create index outbox_published on %1$I.outbox (published_at) where published_at is not null;
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(outbox::regclass);
  execute format($sql$
    grant select, insert, delete on %1$I.outbox to %2$I;

    -- Unpublished events of all people: the function empties its outbox, not a person. A sweep reads page after page and
    -- starts from the beginning each time, because the order of ids is not the order of commits. A page is bounded in its
    -- size too, as it is stored; it has at least one event.
    create or replace function %1$I.unpublished_events(after uuid, most integer) returns setof %1$I.outbox
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        with page as (
          select o.id, sum(pg_column_size(o.data)) over (order by o.id) - pg_column_size(o.data) as bytes_before
          from %1$I.outbox o where o.published_at is null and o.id > after order by o.id limit most)
        select o.* from page join %1$I.outbox o using (id) where page.bytes_before < 1000000 order by o.id;
      end;

    create or replace function %1$I.mark_published(ids uuid[]) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        update %1$I.outbox set published_at = now() where id = any(ids) and published_at is null;
      end;

    create or replace function %1$I.forget_published(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.outbox where published_at < before;
      end;

    revoke execute on function %1$I.unpublished_events, %1$I.mark_published, %1$I.forget_published from public;
    grant execute on function %1$I.unpublished_events, %1$I.mark_published, %1$I.forget_published to %2$I;
  $sql$, owner_schema, writer);
end $$;
revoke execute on function zerodue.create_outbox from public;
