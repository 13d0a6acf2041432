-- Makes the inbox of a function: the events that it has handled, and the newest version of each task that it has seen.
create or replace function zerodue.create_inbox(owner_schema name, reader name) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  if to_regclass(format('%I.inbox', owner_schema)) is null then
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
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(format('%I.seen', owner_schema)::regclass);
  execute format($sql$
    grant select, insert, delete on %1$I.inbox to %2$I;
    grant select, insert, update, delete on %1$I.seen to %2$I;
  $sql$, owner_schema, reader);
end $$;
revoke execute on function zerodue.create_inbox from public;
