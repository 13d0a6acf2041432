-- Makes the table of answers to requests with an idempotency key. An answer is written in the transaction of its effect:
-- both are there, or neither.
create or replace function zerodue.create_idempotency(owner_schema name, writer name) returns void
  language plpgsql set search_path = pg_catalog as $$
declare
  idempotency text := format('%I.idempotency', owner_schema);
begin
  if to_regclass(idempotency) is null then
    execute format($sql$
      create table %1$I.idempotency (
        user_id text not null,
        key text not null,
        fingerprint text not null,
        status smallint not null,
        headers jsonb not null,
        body text not null,
        created_at timestamptz not null default now(),
        primary key (user_id, key)
      );
      create index idempotency_by_age on %1$I.idempotency (created_at);
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(idempotency::regclass);
  execute format($sql$
    grant select, insert, delete on %1$I.idempotency to %2$I;

    create or replace function %1$I.forget_answered(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.idempotency where created_at < before;
      end;
    revoke execute on function %1$I.forget_answered from public;
    grant execute on function %1$I.forget_answered to %2$I;
  $sql$, owner_schema, writer);
end $$;
revoke execute on function zerodue.create_idempotency from public;
